/** Who may go along with whoever is chosen: the others of their teams. */
export function findMates(people, userId) {
    const teams = people.find((person) => person.id === userId)?.team_ids || [];
    return people.filter((person) => person.id !== userId && person.team_ids.some((team) => teams.includes(team)));
}

/**
 * Helpers of a visit as the dialog leaves them. Whom a filter of the board does not show was not asked about, and stays.
 */
export function keepHelpers(helperIds, people, userId) {
    const mates = findMates(people, userId).map((person) => person.id);
    const shown = people.map((person) => person.id);
    return helperIds.filter((id) => id !== userId && (mates.includes(id) || !shown.includes(id)));
}
