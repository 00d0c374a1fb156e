"""English and Malay: catalogues are fresh and sound, and a reader's choice reaches every page."""

from __future__ import annotations

import gettext
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from apps.vocabulary.errors import CastorError
from castor_web.catalogue import Entry, compiled, read
from castor_web.stack.places import ROOT

SOURCES = sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po"))
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|\{[\w:]+\}|</?\w+>")
NOT_FOR_PEOPLE = {
    "The market's contracts could not be deployed.",
    "There is a market already. Another one needs a database of its own.",
    "The contracts are not compiled. Run: make contracts",
    "The node has no contracts at these addresses.",
}
"""What only a command line says."""
ACT_TYPE = re.compile(r'"([A-Z]\w+)\(((?:address|uint|bytes)[^"]*)\)"')
CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@pytest.mark.parametrize("source", SOURCES, ids=str)
def test_the_compiled_catalogue_is_fresh(source: Path) -> None:
    """Else: `manage.py compile_catalogues`."""
    assert source.with_suffix(".mo").read_bytes() == compiled(read(source))


@pytest.mark.parametrize("source", SOURCES, ids=str)
def test_placeholders_survive_translation(source: Path) -> None:
    for entry in read(source)[1:]:
        for text in entry.texts.values():
            if text:
                assert sorted(PLACEHOLDER.findall(text)) == sorted(
                    PLACEHOLDER.findall(entry.plural or entry.id)
                )


@pytest.mark.parametrize("source", SOURCES, ids=str)
def test_every_message_is_translated(source: Path) -> None:
    """Else: translate what `manage.py compile_catalogues` lists."""
    assert [entry.id for entry in read(source) if not entry.translated] == []


@pytest.mark.parametrize("source", SOURCES, ids=str)
def test_what_errors_say_is_in_the_catalogue(source: Path) -> None:
    """Else: mark the sentence with gettext_noop, and collect (the first lines of the catalogue say how)."""
    ids = {entry.id for entry in read(source)}
    spoken = {str(each.sentence) for each in everyone(CastorError) if each.__module__.split(".")[0] == "apps"}
    assert sorted(spoken - ids - NOT_FOR_PEOPLE) == []


@pytest.mark.parametrize("source", SOURCES, ids=str)
def test_the_words_of_signed_data_are_in_the_catalogue(source: Path) -> None:
    """Else: name them in apps/portal/signedwords.py, and collect."""
    ids = {entry.id for entry in read(source)}
    words = set()
    for contract in (ROOT / "contracts" / "src").rglob("*.sol"):
        for name, fields in ACT_TYPE.findall(contract.read_text("utf-8")):
            words |= {name, *(each.split()[-1] for each in fields.split(","))}
    spaced = {CAPITAL.sub(" ", word).capitalize() for word in words if len(word) > 2}
    assert len(spaced) > 80
    assert sorted(spaced - ids) == []


def everyone(kind: type[CastorError]) -> Iterator[type[CastorError]]:
    """An error and all that are of its kind."""
    yield kind
    for each in kind.__subclasses__():
        yield from everyone(each)


def test_a_catalogue_is_read_as_it_was_meant(tmp_path: Path) -> None:
    source = tmp_path / "django.po"
    source.write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
        '#, fuzzy\nmsgid "unsure"\nmsgstr "guess"\n\n'
        'msgid "a \\"quoted\\" "\n"line"\nmsgstr "sebaris – \\"petikan\\""\n\n'
        'msgctxt "month"\nmsgid "May"\nmsgstr "Mei"\n\n'
        'msgid "%(n)d day"\nmsgid_plural "%(n)d days"\nmsgstr[0] "%(n)d hari"\n\n'
        '#~ msgid "old"\n#~ msgstr "lama"\n',
        "utf-8",
    )
    read_back = gettext.GNUTranslations(io.BytesIO(compiled(read(source))))
    assert read_back.gettext('a "quoted" line') == 'sebaris – "petikan"'
    assert read_back.pgettext("month", "May") == "Mei"
    assert read_back.ngettext("%(n)d day", "%(n)d days", 3) == "%(n)d hari"
    assert read_back.gettext("unsure") == "unsure"
    assert read_back.gettext("old") == "old"


def test_a_message_without_its_text_is_not_translated() -> None:
    assert not Entry(id="x", texts={0: ""}).translated


@pytest.mark.parametrize(
    ("page", "heading"),
    [
        ("/", "Miliki sebahagian"),
        ("/help/", "Bantuan"),
        ("/risk/", "Amaran risiko"),
        ("/terms/", "Terma penggunaan"),
        ("/privacy/", "Privasi"),
        ("/how-it-works/", "Cara ia berfungsi"),
        ("/nowhere/", "Tiada apa-apa"),
    ],
)
def test_the_browser_s_language_reaches_the_page(client: Client, page: str, heading: str) -> None:
    text = client.get(page, headers={"accept-language": "ms"}).content.decode()
    assert '<html lang="ms"' in text
    assert heading in text


def test_a_problem_is_told_in_the_reader_s_language(client: Client) -> None:
    answer = client.get("/api/v1/nowhere", headers={"accept-language": "ms"})
    assert answer.json()["title"] == "Tiada apa-apa di sini"


def test_the_choice_is_kept_and_wins_over_the_browser(client: Client) -> None:
    client.post("/i18n/setlang/", {"language": "ms", "next": "/help/"})
    assert '<html lang="ms"' in client.get("/help/", headers={"accept-language": "en"}).content.decode()


def test_the_way_back_leads_nowhere_else(client: Client) -> None:
    assert client.post("/theme/", {"theme": "dark", "next": "//evil.example/"})["Location"] == "/"
