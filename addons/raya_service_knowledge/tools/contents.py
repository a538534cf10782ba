"""Page numbers for the contents of a printed book.

A wkhtmltopdf built on an unpatched Qt numbers no contents, and takes links inside of a book for addresses of the web.
But a heading that links to itself tells its page: so a book is printed twice, the second time with the numbers.
"""

import io
from urllib.parse import urldefrag

from lxml import html
from odoo.tools.pdf import PdfFileReader, PdfFileWriter

# Behind the anchor of a heading: the link to itself.
HERE = "_here"
# The class of the elements that show the page of their ``data-anchor``.
PLACE = "raya_page"
# Points of the upper margin in which a page tells its number.
MARGIN = 36


def fill(body, get_number):
    """A document with a text in each place for a page number.

    :param get_number: function from an anchor to that text

    >>> print(fill('<p><span class="raya_page" data-anchor="a"></span></p>', {"a": "7"}.get))
    <html><body><p><span class="raya_page" data-anchor="a">7</span></p></body></html>
    """
    root = html.document_fromstring(body)
    for place in root.xpath(f"//*[contains(@class, '{PLACE}')]"):
        place.text = get_number(place.get("data-anchor"))
    return html.tostring(root, encoding="unicode", doctype="<!DOCTYPE html>" if "<!DOCTYPE" in body else None)


def read_pages(paper):
    """The page of each heading, counted from 1, by its anchor.

    :param bytes paper: the printed book
    """
    pages = {}
    for number, page in enumerate(PdfFileReader(io.BytesIO(paper)).pages, start=1):
        for link in _read_links(page):
            anchor = _get_anchor(link)
            if anchor.endswith(HERE):
                pages.setdefault(anchor.removesuffix(HERE), number)
    return pages


def link(paper, pages):
    """The book whose links lead to its own pages.

    :param bytes paper: the printed book
    :param dict pages: as :func:`read_pages` tells them
    """
    reader, writer, made = PdfFileReader(io.BytesIO(paper)), PdfFileWriter(), io.BytesIO()
    for page in reader.pages:
        writer.add_page(page)
    for page in writer.pages:
        for annotation in _read_links(page):
            number = pages.get(_get_anchor(annotation).removesuffix(HERE))
            if number:
                _lead(annotation, writer.get_reference(writer.pages[number - 1]))
    writer.write(made)
    return made.getvalue()


def count_pages(paper):
    """How many pages a printed book has."""
    return len(PdfFileReader(io.BytesIO(paper)).pages)


def write_leaves(count, write):
    """A document of as many pages as a book, each with nothing but its number above; a title page needs none.

    :param write: function from a number to its text

    >>> write_leaves(3, str).count("page-break-before"), ">3</div>" in write_leaves(3, str)
    (2, True)
    """
    numbers = ["&nbsp;", *(write(number) for number in range(2, count + 1))]
    leaves = '</div><div style="page-break-before: always">'.join(numbers)
    style = "font: 14px 'DejaVu Sans'; color: #444; text-align: center; margin: 0"
    return f'<html><head><meta charset="utf-8"></head><body style="{style}"><div>{leaves}</div></body></html>'


def lay_over(paper, above):
    """A book with the upper margins of another one, of as many pages, over its own."""
    writer, made = PdfFileWriter(), io.BytesIO()
    pages, leaves = (PdfFileReader(io.BytesIO(content)).pages for content in (paper, above))
    for page, leaf in zip(pages, leaves, strict=True):
        # Paper is drawn white: the rest would cover what is printed.
        for box in (leaf.mediabox, leaf.cropbox, leaf.trimbox):
            box.lower_left = (box.left, box.top - MARGIN)
        page.merge_page(leaf)
        writer.add_page(page)
    writer.write(made)
    return made.getvalue()


def _read_links(page):
    annotations = (each.get_object() for each in page.get("/Annots", ()))
    return [annotation for annotation in annotations if "/URI" in annotation.get("/A", {})]


def _get_anchor(annotation):
    return urldefrag(str(annotation["/A"]["/URI"])).fragment


def _lead(annotation, place):
    """Let a link lead to a page, told by its reference."""
    kind = type(annotation["/Subtype"])
    target = type(annotation["/Rect"])([place, kind("/Fit")])
    del annotation["/A"]
    annotation[kind("/Dest")] = target
