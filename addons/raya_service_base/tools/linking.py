from odoo.tools import SQL

# Names of records in data files name one record for good.
LEFT_ALONE = ("ir.model.data",)


def repoint(Model, targets, besides=()):
    """Let every link to records of a model lead to others, whatever add-on made the link.

    After the manner of ``base.partner.merge``. By SQL: what was computed from a
    link in its time, such as the customer of a call, must not be computed anew
    from the new target.

    :param dict targets: id of the new target by id of the old one
    :param besides: names of models whose records stay with the old one
    """
    Model.env.flush_all()
    for model, field in _get_links(Model, {*LEFT_ALONE, *besides}):
        for old, new in targets.items():
            LINKS[field.type](Model, model, field, old, new)
    Model.env.invalidate_all()


def _get_links(Model, besides):
    """Stored fields of any model that may name records of this one, with their model."""
    for model in Model.env.values():
        if model._abstract or model._transient or not model._auto or model._name in besides:
            continue
        for field in model._fields.values():
            if field.store and field.type in LINKS and not field.company_dependent:
                yield model, field


def _repoint_many2one(Model, model, field, old, new):
    if field.comodel_name != Model._name:
        return
    table, column = SQL.identifier(model._table), SQL.identifier(field.name)
    if model._name == Model._name:
        # What pointed from the one to the other would point to itself.
        Model.env.cr.execute(SQL("UPDATE %s SET %s = NULL WHERE id = %s AND %s = %s", table, column, new, column, old))
    Model.env.cr.execute(SQL("UPDATE %s SET %s = %s WHERE %s = %s", table, column, new, column, old))


def _repoint_many2many(Model, model, field, old, new):
    if field.comodel_name == model._name == Model._name:
        # What led from the one to the other would lead to itself.
        columns = {"a": SQL.identifier(field.column1), "b": SQL.identifier(field.column2)}
        Model.env.cr.execute(
            SQL(
                "DELETE FROM %(t)s WHERE (%(a)s, %(b)s) IN ((%(old)s, %(new)s), (%(new)s, %(old)s))",
                t=SQL.identifier(field.relation),
                **columns,
                old=old,
                new=new,
            )
        )
    if field.comodel_name == Model._name:
        _repoint_column(Model, field.relation, field.column2, field.column1, old, new)
    if model._name == Model._name:
        _repoint_column(Model, field.relation, field.column1, field.column2, old, new)


def _repoint_column(Model, relation, mine, other, old, new):
    names = {name: SQL.identifier(value) for name, value in (("t", relation), ("mine", mine), ("other", other))}
    Model.env.cr.execute(
        SQL(
            "INSERT INTO %(t)s (%(mine)s, %(other)s) SELECT %(new)s, %(other)s FROM %(t)s WHERE %(mine)s = %(old)s "
            "ON CONFLICT DO NOTHING",
            **names,
            new=new,
            old=old,
        )
    )
    Model.env.cr.execute(SQL("DELETE FROM %(t)s WHERE %(mine)s = %(old)s", **names, old=old))


def _repoint_many2one_reference(Model, model, field, old, new):
    """Messages, followers, activities, attachments, ratings: model and id in two columns."""
    if model._name == "mail.followers":
        _drop_double_followers(Model, old, new)
    # The content of a record's own field, such as its photo, stays with it.
    own = SQL("AND res_field IS NULL") if model._name == "ir.attachment" else SQL()
    Model.env.cr.execute(
        SQL(
            "UPDATE %(t)s SET %(column)s = %(new)s WHERE %(column)s = %(old)s AND %(named)s = %(name)s %(own)s",
            t=SQL.identifier(model._table),
            column=SQL.identifier(field.name),
            named=SQL.identifier(field.model_field),
            name=Model._name,
            new=new,
            old=old,
            own=own,
        )
    )


def _drop_double_followers(Model, old, new):
    Follower = Model.env["mail.followers"]
    following = Follower.search([("res_model", "=", Model._name), ("res_id", "=", new)]).partner_id
    domain = [("res_model", "=", Model._name), ("res_id", "=", old), ("partner_id", "in", following.ids)]
    Follower.search(domain).unlink()
    Follower.flush_model()


def _repoint_reference(Model, model, field, old, new):
    """Model and id in one column."""
    table, column = SQL.identifier(model._table), SQL.identifier(field.name)
    before, after = f"{Model._name},{old}", f"{Model._name},{new}"
    Model.env.cr.execute(SQL("UPDATE %s SET %s = %s WHERE %s = %s", table, column, after, column, before))


LINKS = {
    "many2one": _repoint_many2one,
    "many2many": _repoint_many2many,
    "many2one_reference": _repoint_many2one_reference,
    "reference": _repoint_reference,
}
