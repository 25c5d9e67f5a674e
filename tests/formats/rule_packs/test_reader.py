# SPDX-License-Identifier: AGPL-3.0-or-later
"""A pack that is wrong is refused with its name, the place and what was expected; the packs we ship are read."""

import re
import subprocess
import sys
import tomllib
from datetime import date

import pytest

from lsl_desk.adapters.rule_book import BundledRules
from lsl_desk.bundled import bundled
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.folding import spelled
from lsl_desk.domain.rules.pack import RuleId
from lsl_desk.formats.rule_packs.book import rules_of, why_special
from lsl_desk.formats.rule_packs.reader import range_of, read_pack
from lsl_desk.sentences import sentence

PACKS = {path.name: path.read_text("utf-8") for path in sorted(bundled("rules").iterdir())}
GENERAL, OLD = PACKS["2026.toml"], PACKS["2013-2019.toml"]


_STRANGE = "[texts.x]\nreference = 'x'\nsaid = 'x'\nundated = true\nsource = 'x'\n"


@pytest.mark.parametrize("name", PACKS)
def test_a_pack_we_ship_is_read_and_each_rule_has_its_text_in_good_french(name: str) -> None:
    pack = read_pack(PACKS[name].encode(), name)
    session = (range_of(name) or (0, 0))[1]
    assert pack.special == (
        {2020: "crise sanitaire du Covid-19", 2021: "crise sanitaire du Covid-19"} if "2020" in name else {}
    )
    for serie in pack.said.series:
        rules = pack.rules(session, serie)
        assert rules is not None
        assert (rules.session, rules.serie, rules.pack) == (session, serie, name.removesuffix(".toml"))
        assert set(rules.texts) == set(RuleId)
        for text in rules.texts.values():
            assert text.reference
            assert re.fullmatch(r"[A-ZÀÉ].+\.", text.said), text.said
            assert not re.search(r"[^\u00a0]:|[^\u202f][;!?]|'|\.\.\.", text.said), text.said
        assert [one.rank for one in rules.exams.values()] == list(range(1, len(rules.exams) + 1))


@pytest.mark.parametrize(
    ("session", "said", "serie"),
    [
        (2018, "ES", "ES"),
        (2018, "es", "ES"),
        (2018, "Série S", "S"),
        (2018, "S SVT", "S"),
        (2018, "Économique et sociale", "ES"),
        (2018, "STMG (mercatique)", "STMG"),
        (2018, "Générale", None),
        (2018, "STHR", "STHR"),
        (2017, "STHR", None),
        (2018, "STAV", None),
        (2026, "G", "GENERALE"),
        (2026, "Générale", "GENERALE"),
        (2026, "voie générale", "GENERALE"),
        (2026, "STI2D", "TECHNOLOGIQUE"),
        (2026, "S2TMD musique", "TECHNOLOGIQUE"),
        (2026, "ES", None),
        (2020, "ES", None),
        (2021, "G", None),
        (2012, "ES", None),
        (2028, "G", None),
        (None, "ES", None),
    ],
)
def test_a_serie_is_found_as_a_list_writes_it(session: int | None, said: str, serie: str | None) -> None:
    found = BundledRules().rules(session, said)
    assert (found and found.serie) == serie
    assert BundledRules().rules(session, said) is found


def test_a_session_of_exception_says_why_and_another_does_not() -> None:
    assert [why_special(one) for one in (2020, 2022, 2050)] == ["crise sanitaire du Covid-19", None, None]


def test_the_text_of_a_rule_has_its_date_and_where_it_was_read() -> None:
    rules = rules_of(2026, "G")
    assert rules is not None
    text = rules.texts[RuleId.POINTS]
    assert (text.reference, text.since) == ("décret n° 2025-1159 du 4 décembre 2025", date(2025, 12, 4))
    assert text.source


@pytest.mark.parametrize(
    ("old", "new", "where", "expected"),
    [
        ("first = 2026", "first = 2025", "first", "les sessions que dit le nom"),
        ("first = 2026", "", "first", "ce champ manque"),
        ("first = 2026", 'first = "2026"', "first", "un nombre entier"),
        ("first = 2026", "first = 1", "first", "un nombre d’au moins 1990"),
        ("last = 2026", "last = 2026\nspecial = [{ session = 2020, why = 'x' }]", "special[1].session", "une session"),
        ("first = 2026", "first = 2026\nnew = 1", "new", "ce champ n’existe pas"),
        ("first = 2026", "first = ", "ligne", "du TOML est attendu"),
        ("points = true", "points = 1", "jury.points", "« true » ou « false »"),
        ("points = true", "points = false", "jury.points_cap", "un plafond n’a de sens"),
        ("points_cap = 50", "points_cap = 5000", "jury.points_cap", "un nombre d’au plus 500"),
        ("not_raisable = []", 'not_raisable = ["LATIN"]', "jury.not_raisable[1]", "le code d’une épreuve du fichier"),
        ("not_raisable = []", "not_raisable = 1", "jury.not_raisable", "une liste"),
        ('code = "AB"', 'code = "AAA"', "mentions[1].code", "une de ces mentions"),
        ('code = "B"', 'code = "AB"', "mentions", "une mention est dite deux fois"),
        ("least = 12 }", "least = 12, by_jury = true }", "mentions[1].by_jury", "la première mention"),
        ("least = 14", "least = 12", "thresholds", "des seuils qui montent"),
        ("[texts.average]", "[texts.averages]", "texts.average", "ce champ manque"),
        ("[texts.mark]", f"{_STRANGE}[texts.mark]", "texts.x", "ce champ n’existe pas"),
        ("since = 2025-12-04", "since = 'hier'", "texts.points.since", "une date est attendue"),
        ('continuous = "0.1"', 'continuous = "0.3"', "steps.continuous", "un texte de la forme"),
        ('continuous = "0.1"', "continuous = 0.1", "steps.continuous", "un texte entre guillemets"),
        ('label = "Grand oral"', 'label = ""', "series.GENERALE.exams[4].label", "un texte non vide"),
        ('code = "GO"', 'code = "PHILO"', "series.GENERALE.exams[4].code", "est dit deux fois"),
        ('codes = ["OPT", ', 'codes = ["OPTION", ', "series.GENERALE.options.c", "le code d’une épreuve de la série"),
        ('codes = ["OPT", "OPT1", "OPT2", "OPT3"]', "codes = []", "series.GENERALE.options.c", "il en faut au moins 1"),
        ('"Général", ', '"STMG", ', "series.TECHNOLOGIQUE.names", "« STMG » nomme déjà une série"),
        ("[series.GENERALE]", "[series.generale]", "series.generale", "un texte de la forme"),
        ("[jury]", "[[jury]]", "jury", "une table est attendue"),
    ],
)  # fmt: skip
def test_a_pack_that_is_wrong_says_where_and_what_was_expected(old: str, new: str, where: str, expected: str) -> None:
    assert old in GENERAL
    with pytest.raises(Refusal) as refused:
        read_pack(GENERAL.replace(old, new, 1).encode(), "2026.toml")
    said = refused.value
    assert (said.code, said.facts["name"]) == (Code.RULES_INVALID, "2026.toml")
    assert str(said.facts["where"]).startswith(where)
    assert str(said.facts["expected"]).startswith(expected) or expected in str(said.facts["expected"])
    assert sentence(said).startswith(f"Le fichier de règles 2026.toml est refusé, {where}")


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ('excused_by = "SI"', 'excused_by = "XX"', "series.S.speciality.excused_by"),
        ('excused_by = "SI"\n', "", "series.S.speciality"),
        ("undated = true\n", "", "texts.mark.since"),
        ("since = 1993-09-15", "since = 1993-09-15\nundated = true", "texts.continuous.since"),
        ("oral_untold = true", "oral_untold = true, second_group = true", "series.STHR.exams[12].second_group"),
        ('with_exam = "SPE_ARTS_E"', 'with_exam = "XX"', "series.L.exams[16].with_exam"),
        (', raises = "MATH", by = 2', "", "series.ES.speciality.choices[1]"),
        ('raises = "PC", by = 2', 'raises = "PC"', "series.S.speciality.choices[2]"),
        ('raises = "PC", by = 2', 'raises = "XX", by = 2', "series.S.speciality.choices[2].raises"),
        ('exam = "SPE_LATIN"', 'exam = "XX"', "series.L.speciality.choices[1].exam"),
        ('better = { code = "OPT1"', 'better = { code = "XX"', "series.L.options.better.code"),
    ],
)
def test_a_choice_that_leads_nowhere_is_refused(old: str, new: str, where: str) -> None:
    assert old in OLD
    with pytest.raises(Refusal) as refused:
        read_pack(OLD.replace(old, new, 1).encode(), "2013-2019.toml")
    assert refused.value.facts["where"] == where


@pytest.mark.parametrize(
    ("data", "name", "where"),
    [
        (b"", "regles.toml", "nom du fichier"),
        (b"\xff", "2026.toml", "octet 1"),
        (b"x = !", "2026.toml", "ligne 1, colonne 5"),
        (b'x = """', "2026.toml", "fin du fichier"),
        (b"", "2019-2013.toml", "first"),
    ],
)
def test_what_is_no_pack_at_all_is_refused(data: bytes, name: str, where: str) -> None:
    with pytest.raises(Refusal, match=Code.RULES_INVALID) as refused:
        read_pack(data, name)
    assert refused.value.facts["where"] == where


def test_a_serie_without_options_or_speciality_has_none() -> None:
    said = tomllib.loads(GENERAL)
    assert said["series"]["GENERALE"]["options"]
    bare = re.sub(r"\[series\.\w+\.options\]\n(.+\n)+", "", GENERAL)
    rules = read_pack(bare.encode(), "2026.toml").rules(2026, "G")
    assert rules is not None
    assert (rules.options.codes, rules.speciality) == ((), None)


def test_names_are_spelled_alike_whatever_their_signs() -> None:
    assert {spelled(one) for one in ("STMG (mercatique)", "stmg_MERCATIQUE ", "Stmg – mercatique")} == {
        "stmg mercatique"
    }


def test_the_rules_and_their_schema_are_not_imported_before_they_are_asked_for() -> None:
    code = "import sys, lsl_desk.adapters.rule_book; print('pydantic' in sys.modules, 'tomllib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
