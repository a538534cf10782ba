"""The table of a file that is imported: its columns and lines, and which lines make one record. No ORM here."""


class Sheet:
    """The columns and lines of a file, and which lines make one record.

    >>> sheet = Sheet([["code"], ["part_ids", "name"]], [["A", "x"], ["", "y"], ["B", ""]], {"part_ids"})
    >>> sheet.spans
    [(0, 2), (2, 3)]
    """

    def __init__(self, paths, rows, line_fields):
        self.paths = [list(path) for path in paths]
        self.rows = [list(row) for row in rows]
        self._lines = [path[0] in line_fields for path in self.paths]
        self.spans = self._get_spans()
        self.finders = {}  # of the columns that name other records, by their fields

    def _get_spans(self):
        starts = [at for at, row in enumerate(self.rows) if not at or not self._continues(row)]
        ends = [*starts, len(self.rows)][1:]
        return list(zip(starts, ends, strict=True))

    def _continues(self, row):
        own = any(cell for cell, is_line in zip(row, self._lines, strict=False) if not is_line)
        return not own and any(cell for cell, is_line in zip(row, self._lines, strict=False) if is_line)

    def column(self, *path):
        """Where a column stands, ``None`` if it does not."""
        return self.paths.index(list(path)) if list(path) in self.paths else None

    def has_lines(self, name):
        return any(path[0] == name for path in self.paths)

    def add_column(self, *path):
        self.paths.append(list(path))
        for row in self.rows:
            row.append("")
        return len(self.paths) - 1

    def text(self, record, column):
        """The text of a record's cell, without spaces around; empty without such a column."""
        cell = self.rows[self.spans[record][0]][column] if column is not None else ""
        return cell.strip() if isinstance(cell, str) else str(cell or "")

    def put(self, record, column, value):
        self.rows[self.spans[record][0]][column] = value

    def pick(self, records):
        """The lines of some records, and the number that each line has in the file."""
        numbers = [number for record in records for number in range(*self.spans[record])]
        return [self.rows[number] for number in numbers], numbers
