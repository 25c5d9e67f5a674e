# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every shape of index we could think of, holding the same five candidates."""

from collections.abc import Callable, Mapping

from tests.builders import Line

FIVE = (
    Line("11", "0403", "ES", "numérique", "livrets/0403.pdf"),
    Line("12", "0417", "ES", "numérique", "livrets/0417.pdf"),
    Line("13", "0432", "ES", "papier"),
    Line("14", "0418", "S", "numérique", "livrets/0418.pdf"),
    Line("15", "0499", "S", "opposition"),
)
PDFS = {one.file: b"%PDF-1.4" for one in FIVE if one.file}
HEAD = "<h1>Jury J01</h1><p>Session 2018</p>"

Shape = Callable[[], Mapping[str, bytes]]


def page(body: str, charset: str = "utf-8", declared: str | None = "utf-8", *, bom: bytes = b"") -> bytes:
    meta = f"<meta charset='{declared}'>" if declared else ""
    return bom + f"<html><head>{meta}<title>Édition LSL par jury</title></head><body>{body}</body></html>".encode(
        charset
    )


def a(one: Line, text: str, href: str | None = None) -> str:
    return f'<a href="{href or one.file}">{text}</a>' if one.file else text


def tr(*cells: str, tag: str = "td") -> str:
    return "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in cells) + "</tr>\n"


def th(*cells: str) -> str:
    return tr(*cells, tag="th")


def row(one: Line) -> str:
    return tr(one.pv, a(one, one.number), one.serie, one.format)


HEADS = th("N° PV", "N° élève", "Série", "Format")


def table(
    *,
    head: str = "<tr><th>N° PV</th><th>N° Elève</th><th>Série</th><th>Format</th></tr>",
    href: Callable[[str], str] = str,
) -> str:
    rows = "".join(
        f"<tr><td>{one.pv}</td><td>{a(one, one.number, href(one.file or ''))}</td><td>{one.serie}</td>"
        f"<td>{one.format}</td></tr>\n"
        for one in FIVE
    )
    return f"{HEAD}<table>{head}{rows}</table>"


def only(body: str, **more: str | None) -> Mapping[str, bytes]:
    return {"index.html": page(body, **more), **PDFS}  # type: ignore[arg-type]  # the options of `page`, as given


def hrefs(change: Callable[[str], str]) -> Shape:
    return lambda: only(table(href=change))


def each(template: str, around: str = "{}") -> Shape:
    """One line of text a candidate; ``{link}`` is the number, linked when there is a livret."""
    return lambda: only(
        HEAD
        + around.format(
            "".join(
                template.format(link=a(one, one.number), both=a(one, f"{one.pv} {one.number}"), **one._asdict())
                for one in FIVE
            )
        )
    )


def swapped_columns() -> Mapping[str, bytes]:
    rows = "".join(tr(one.format, one.number, a(one, "HTML"), one.pv, one.serie) for one in FIVE)
    head = "<tr><td>Format livret</td><td>No Elève</td><td>Lien</td><td>No PV candidat</td><td>Série</td></tr>"
    return only(f"{HEAD}<table>{head}{rows}</table>")


def by_file_names() -> Mapping[str, bytes]:
    """No heading at all: the numbers of the file names tell the N° élève."""
    return only(table(head=""))


def numero_heading() -> Mapping[str, bytes]:
    return only(table(head="<tr><th>N° PV</th><th>Numéro</th><th>Série</th><th>Format</th></tr>"))


def pv_only() -> Mapping[str, bytes]:
    """The index only knows the N° PV; the N° élève of the paper candidates is nowhere."""
    rows = "".join(f"<tr><td>{a(one, one.pv)}</td><td>{one.serie}</td></tr>" for one in FIVE if one.file)
    return only(f"{HEAD}<table><tr><th>N° PV candidat</th><th>Série</th></tr>{rows}</table>")


def link_text_is_pv_without_headings() -> Mapping[str, bytes]:
    return only(HEAD + "".join(f"<p>{a(one, one.pv)}</p>" for one in FIVE if one.file))


def pair_in_a_cell(heading: str, *, student_first: bool = False) -> Shape:
    """Both numbers in one cell, as one link."""
    rows = ""
    for one in FIVE:
        pair = f"{one.number} / {one.pv}" if student_first else f"{one.pv} - {one.number}"
        rows += tr(a(one, pair), one.serie, one.format)
    head = th(heading, "Série", "Format") if heading else ""
    return lambda: only(f"{HEAD}<table>{head}{rows}</table>")


def two_links() -> Mapping[str, bytes]:
    """« N° PV candidat » and « N° élève » are both links to the livret."""
    rows = "".join(
        f"<tr><td>{a(one, one.pv)}</td><td>{a(one, one.number)}</td><td>{one.serie}</td><td>{one.format}</td></tr>"
        for one in FIVE
    )
    head = "<tr><th>No PV candidat</th><th>No Elève</th><th>Série</th><th>Livret</th></tr>"
    return only(f"{HEAD}<table>{head}{rows}</table>")


def onclick_on_the_row() -> Mapping[str, bytes]:
    rows = ""
    for one in FIVE:
        click = f" onclick=\"location.href='{one.file}'\"" if one.file else ""
        rows += f"<tr{click}><td>{one.pv}</td><td>{one.number}</td><td>{one.serie}</td><td>{one.format}</td></tr>"
    return only(f"{HEAD}<table><tr><th>N° PV</th><th>N° élève</th><th>Série</th><th>Format</th></tr>{rows}</table>")


def frameset() -> Mapping[str, bytes]:
    frames = "<title>LSL</title><frameset cols='30%,*'><frame src='menu.html'><frame name='v'></frameset>"
    return {"index.html": frames.encode(), "menu.html": page(table()), **PDFS}


def frameset_with_first_livret() -> Mapping[str, bytes]:
    frames = "<frameset cols='30%,*'><frame src='menu.html'><frame src='livrets/0403.pdf'></frameset>"
    return {"index.html": frames.encode(), "menu.html": page(table()), **PDFS}


def iframe() -> Mapping[str, bytes]:
    return {
        "index.html": page("<h1>Jury J01</h1><iframe src='pages/liste.html'></iframe>"),
        "pages/liste.html": page(table(href=lambda file: f"../{file}")),
        **PDFS,
    }


def nested_framesets() -> Mapping[str, bytes]:
    return {
        "index.html": b"<frameset><frame src='haut.html'><frame src='bas.html'></frameset>",
        "haut.html": page("Bienvenue"),
        "bas.html": b"<frameset><frame src='liste.html'><frame src='vide.html'></frameset>",
        "liste.html": page(table()),
        "vide.html": b"",
        **PDFS,
    }


def refresh() -> Mapping[str, bytes]:
    return {
        "index.html": b"<meta http-equiv='refresh' content='0; url=liste.html'>",
        "liste.html": page(table()),
        **PDFS,
    }


def wrapped(body: str) -> Shape:
    """The index links to a page a livret, which shows or links to the PDF."""

    def shape() -> Mapping[str, bytes]:
        files = {"index.html": page(table(href=lambda file: f"pages/{file[8:12]}.html")), **PDFS}
        for one in FIVE:
            if one.file:
                files[f"pages/{one.number}.html"] = page(body.format(file=f"../{one.file}"))
        return files

    return shape


def embedded_in_wrapper_frame() -> Mapping[str, bytes]:
    files = dict(wrapped("<frameset rows='10%,*'><frame src='titre.html'><frame src='{file}'></frameset>")())
    return files | {"pages/titre.html": page("<a href='../index.html'>retour</a>")}


def menu_to_lists() -> Mapping[str, bytes]:
    """index.html → one list a série → the livrets."""

    def listed(serie: str) -> bytes:
        rows = "".join(f"<li>{one.pv} {a(one, one.number)} {one.format}" for one in FIVE if one.serie == serie)
        return page(f"<h2>Série {serie}</h2><ul>{rows}</ul><a href='index.html'>retour</a>")

    extra = Line("16", "0500", "S", "numérique", "livrets/0500.pdf")
    return {
        "index.html": page(f"{HEAD}<a href='es.html'>Série ES</a><br><a href='s.html'>Série S</a>"),
        "es.html": listed("ES"),
        "s.html": listed("S").replace(b"</ul>", f"<li>16 {a(extra, '0500')}</ul>".encode()),
        "livrets/0500.pdf": b"%PDF-1.4",
        **PDFS,
    }


def onload() -> Mapping[str, bytes]:
    files = wrapped("{file}")()
    return {
        name: f"<body onload=\"location='../livrets/{name[6:10]}.pdf'\">".encode()
        if name.startswith("pages/")
        else data
        for name, data in files.items()
    }


def two_candidates_a_row() -> Mapping[str, bytes]:
    cells = [(one.pv, a(one, one.number), one.serie, one.format) for one in FIVE]
    heads = th(*("N° PV", "N° élève", "Série", "Format") * 2)
    rows = tr(*cells[0], *cells[1]) + tr(*cells[2], *cells[3]) + tr(*cells[4], "", "", "", "")
    return only(f"{HEAD}<table>{heads}{rows}</table>")


def paper_under_a_heading() -> Mapping[str, bytes]:
    """What is paper is only said above its table; the heading that follows ends it."""
    lines = "".join(tr(one.pv, a(one, one.number), one.serie) for one in FIVE if one.file)
    paper = "".join(tr(one.pv, one.number, one.serie) for one in FIVE if one.format == "papier")
    others = "".join(tr(one.pv, one.number, one.serie, one.format) for one in FIVE if one.format == "opposition")
    heads = th("N° PV", "N° élève", "Série")
    return only(
        f"{HEAD}<h2>Livrets numériques</h2><table>{heads}{lines}</table>"
        f"<h2>Livrets papier (1)</h2><table>{heads}{paper}</table><h2>Sans livret</h2><table>{HEADS}{others}</table>"
    )


def two_orders() -> Mapping[str, bytes]:
    """The same candidates by N° PV, then by N° élève."""
    first = "".join(f"<tr><td>{a(one, one.pv)}</td></tr>" for one in FIVE if one.file)
    second = "".join(
        f"<tr><td>{a(one, one.number)}</td></tr>" for one in sorted(FIVE, key=lambda one: one.number) if one.file
    )
    return only(f"{HEAD}<table><tr><th>N° PV</th></tr>{first}</table><table><tr><th>N° élève</th></tr>{second}</table>")


def header_in_a_table_of_its_own() -> Mapping[str, bytes]:
    body = table(head="").replace(HEAD, "")
    return only(f"{HEAD}<table><tr><th>N° PV</th><th>N° élève</th><th>Série</th><th>Format</th></tr></table>{body}")


def one_table_a_candidate() -> Mapping[str, bytes]:
    return only(
        HEAD
        + "".join(
            "<table>"
            + tr("N° PV", one.pv)
            + tr("N° élève", one.number)
            + tr("Série", one.serie)
            + tr("Livret", a(one, "ouvrir") if one.file else one.format)
            + "</table>"
            for one in FIVE
        )
    )


def one_row_a_table() -> Mapping[str, bytes]:
    return only(HEAD + "".join(f"<table>{row(one)}</table>" for one in FIVE))


def layout_tables() -> Mapping[str, bytes]:
    return only(
        f"<table><tr><td>{HEAD}</td></tr><tr><td><table><tr><td>{table()}</td></tr></table></td><td>menu</td></tr></table>"
    )


def button_table_in_cell() -> Mapping[str, bytes]:
    rows = "".join(
        tr(one.pv, one.number, one.serie, f"<table>{tr(a(one, 'Voir') if one.file else one.format)}</table>")
        for one in FIVE
    )
    return only(f"{HEAD}<table><tr><th>N° PV</th><th>N° élève</th><th>Série</th><th>Livret</th></tr>{rows}</table>")


def spans() -> Mapping[str, bytes]:
    """The série spans its rows; two rows of headings, the upper one spanning both numbers."""
    rows = []
    for serie in ("ES", "S"):
        group = [one for one in FIVE if one.serie == serie]
        for place, one in enumerate(group):
            cell = f"<td rowspan='{len(group)}'>{serie}</td>" if place == 0 else ""
            rows.append(f"<tr>{cell}<td>{one.pv}</td><td>{a(one, one.number)}</td><td>{one.format}</td></tr>")
    head = "<tr><th rowspan=2>Série</th><th colspan=2>Numéros</th><th rowspan=2>Format</th></tr>"
    head += th("N° PV", "N° élève")
    return only(f"{HEAD}<table>{head}{''.join(rows)}</table>")


def sections() -> Mapping[str, bytes]:
    rows = ""
    for serie in ("ES", "S"):
        rows += f"<tr><td colspan=3>Série : {serie}</td></tr>"
        rows += "".join(
            f"<tr><td>{one.pv}</td><td>{a(one, one.number)}</td><td>{one.format}</td></tr>"
            for one in FIVE
            if one.serie == serie
        )
    return only(f"{HEAD}<table>{th('N° PV', 'N° élève', 'Format')}{rows}{tr('Total', '', '')}</table>")


def repeated_headings() -> Mapping[str, bytes]:
    head = "<tr><th>N° PV</th><th>N° Elève</th><th>Série</th><th>Format</th></tr>"
    return only(table().replace("<tr><td>13<", f"{head}<tr><td>13<"))


def pages_of_two() -> Mapping[str, bytes]:
    """The list is cut in pages, each linking to the next."""
    head = HEADS
    files: dict[str, bytes] = dict(PDFS)
    names = ["index.html", "index2.html", "index3.html"]
    for place, name in enumerate(names):
        rows = "".join(row(one) for one in FIVE[2 * place : 2 * place + 2])
        if place == 2:
            rows += row(Line("16", "0500", "S", "", "livrets/0500.pdf")) + row(
                Line("17", "0501", "S", "", "livrets/0501.pdf")
            )
        links = " ".join(f"<a href='{other}'>{rank}</a>" for rank, other in enumerate(names, 1) if other != name)
        files[name] = page(f"{HEAD}<table>{head}{rows}</table><p>{links}</p>")
    return files | {"livrets/0500.pdf": b"%PDF", "livrets/0501.pdf": b"%PDF"}


SHAPES: dict[str, Shape] = {
    "table": lambda: only(table()),
    "table, UTF-8 with a byte order mark": lambda: {"index.html": page(table(), bom=b"\xef\xbb\xbf"), **PDFS},
    "table, ISO-8859-1": lambda: only(table(), charset="iso-8859-1", declared="iso-8859-1"),
    "table, ISO-8859-15": lambda: only(table(), charset="iso-8859-15", declared="iso-8859-15"),
    "table, cp1252, not declared": lambda: only(table(), charset="cp1252", declared=None),
    "table, cp1252 declared as UTF-8": lambda: only(table(), charset="cp1252", declared="utf-8"),
    "table, UTF-8 declared as ISO-8859-1": lambda: only(table(), charset="utf-8", declared="iso-8859-1"),
    "table, charset that does not exist": lambda: only(table(), charset="cp1252", declared="klingon"),
    "table, UTF-16 with a mark": lambda: only(table(), charset="utf-16", declared="utf-16"),
    "table, UTF-16 without a mark": lambda: only(table(), charset="utf-16-le", declared=None),
    "XHTML with an XML declaration": lambda: {
        "index.xhtml": b"<?xml version='1.0' encoding='iso-8859-1'?>"
        + page(table(), charset="iso-8859-1", declared=None),
        **PDFS,
    },
    "upper case tags and names": lambda: {
        "INDEX.HTM": page(table(href=str.upper).replace("<td>", "<TD>").replace("<table>", "<TABLE BORDER=1>")),
        **PDFS,
    },
    "headings in other words and order": swapped_columns,
    "no headings, file names tell": by_file_names,
    "« Numéro » beside « N° PV »": numero_heading,
    "N° PV only, number in the file's name": pv_only,
    "N° PV as link text, no headings": link_text_is_pv_without_headings,
    "both numbers are links": two_links,
    "both numbers in a cell": pair_in_a_cell("No PV candidat / No Elève"),
    "both numbers in a cell, the other way": pair_in_a_cell("N° élève / N° PV", student_first=True),
    "both numbers in a cell, no heading": pair_in_a_cell(""),
    "href percent-encoded": hrefs(lambda file: file.replace("0", "%30").replace("/", "%2F")),
    "href with backslashes": hrefs(lambda file: file.replace("/", "\\")),
    "href absolute on a Windows disk": hrefs(lambda file: "C:\\DELIBNET\\J01\\" + file.replace("/", "\\")),
    "href file:///": hrefs(lambda file: f"file:///C:/DELIBNET/J01/{file}"),
    "href file://server": hrefs(lambda file: f"file://serveur/partage/{file}"),
    "href http": hrefs(lambda file: f"http://delibnet.example/jury/{file}"),
    "href from the root": hrefs(lambda file: f"/{file}"),
    "href ./ and ../": hrefs(lambda file: f"./x/../{file}"),
    "href with fragment and query": hrefs(lambda file: f"{file}?v=2#page=1"),
    "href in upper case": hrefs(str.upper),
    "href with spaces around": hrefs(lambda file: f"\n {file} "),
    "href of a folder that was flattened": hrefs(lambda file: f"ancien/chemin/{file.rsplit('/')[-1]}"),
    "href javascript": hrefs(lambda file: f"javascript:ouvrir('{file}','_blank')"),
    "list": each("<li>PV {pv} – {link} – {serie} – {format}</li>", "<ul>{}</ul>"),
    "list, labelled": each("<li>N° PV : {pv}, N° élève : {link}, série {serie} ({format})", "<ol>{}</ol>"),
    "list, labelled the other way": each("<li>Élève n° {link} (N° PV candidat {pv}) {serie} {format}", "<ul>{}</ul>"),
    "list by position": each("<li>{pv} | {link} | {serie} | {format}", "<ul>{}</ul>"),
    "list, both numbers in the link": each("<li>{both} {serie} {format}", "<ul>{}</ul>"),
    "definition list": each("<dt>{pv}</dt><dd>{link}</dd><dd>{serie}</dd><dd>{format}</dd>", "<dl>{}</dl>"),
    "paragraphs": each("<p>{pv} {link} {serie} {format}</p>"),
    "lines with br": each("{pv} {link} {serie} {format}<br>\n"),
    "preformatted": each("{pv}\t{link}\t{serie}\t{format}\n", "<pre>{}</pre>"),
    "divisions": each("<div><span>{pv}</span> <span>{link}</span> <span>{serie}</span> <span>{format}</span></div>"),
    "tags left open": each(
        "<tr><td>{pv}<td>{link}<td>{serie}<td>{format}", "<table><tr><th>N°PV<th>N°élève<th>Série<th>Format{}"
    ),
    "heading cells as td in bold": lambda: only(
        table(head="<tr><td><b>N° PV</b></td><td><b>N° élève</b></td><td>Série</td><td>Format</td></tr>")
    ),
    "first cell of each row is a th": each(
        "<tr><th>{pv}</th><td>{link}</td><td>{serie}</td><td>{format}</td></tr>",
        "<table><tr><th>N° PV</th><th>N° élève</th><th>Série</th><th>Format</th></tr>{}</table>",
    ),
    "onclick on the row": onclick_on_the_row,
    "select": lambda: only(
        HEAD
        + "<select>"
        + "".join(
            f"<option value='{one.file or ''}'>{one.pv} - {one.number} - {one.serie} - {one.format}</option>"
            for one in FIVE
        )
        + "</select>"
    ),
    "frameset": frameset,
    "frameset that shows the first livret": frameset_with_first_livret,
    "iframe in a sub-folder": iframe,
    "framesets in framesets": nested_framesets,
    "meta refresh": refresh,
    "page a livret: object": wrapped(
        "<object data='{file}' type='application/pdf'>PDF</object><a href='../index.html'>retour</a>"
    ),
    "page a livret: embed": wrapped("<embed src='{file}'>"),
    "page a livret: iframe": wrapped("<iframe src='{file}'></iframe>"),
    "page a livret: link": wrapped("<p>Livret</p><a href='{file}'>Télécharger</a> <a href='../index.html'>retour</a>"),
    "page a livret: frameset": embedded_in_wrapper_frame,
    "page a livret: script": wrapped("<script>window.location.href = '{file}';</script>"),
    "page a livret: script that replaces": wrapped('<script>top.location.replace("{file}")</script>'),
    "page a livret: onload": onload,
    "two candidates a row, headings repeated": two_candidates_a_row,
    "paper livrets under a heading": paper_under_a_heading,
    "one list a série": menu_to_lists,
    "by N° PV, then by N° élève": two_orders,
    "headings in a table of their own": header_in_a_table_of_its_own,
    "one table a candidate": one_table_a_candidate,
    "one row a table": one_row_a_table,
    "tables that lay the page out": layout_tables,
    "a table in the cell of the link": button_table_in_cell,
    "spans and two rows of headings": spans,
    "sections by série, a total": sections,
    "headings repeated": repeated_headings,
    "list cut in pages": pages_of_two,
    "index in a sub-folder": lambda: {"html/index.html": page(table(href=lambda file: f"../{file}")), **PDFS},
    "index under another name": lambda: {"Edition J01.html": page(table()), "aide.html": page("<p>Aide</p>"), **PDFS},
    "a notice and a logo beside": lambda: {
        "index.html": page("<a href='notice.pdf'>Notice</a><a href='logo.png'>x</a>" + table()),
        "notice.pdf": b"%PDF",
        "logo.png": b"",
        **PDFS,
    },
}
