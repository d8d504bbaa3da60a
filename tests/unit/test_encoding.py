"""A lesson is read to its last word, however long, and its card shows the best of it."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hallway_bot.domain.visibility import Audience
from hallway_bot.index.embedder import TransformerEmbedder
from hallway_bot.services.ask import Ask
from hallway_bot.services.encoding import Encoder
from hallway_bot.services.indexing import Indexer
from hallway_bot.services.search import Search

from ..conftest import make_lesson
from ..fakes import English, MemoryIndex, MemoryStore

# Prose, code, languages and scripts whose words break into many word pieces.
words = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), min_size=1, max_size=60)
prose = st.sampled_from("we lowered the ttl. aanbestedingsleidraad x=getUser(id); 速い ½".split())
texts = st.lists(words | prose, min_size=1, max_size=400).map(" ".join)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@settings(max_examples=40, deadline=None)
@given(text=texts, title=st.sampled_from(["", "A title"]))
def test_every_character_stands_in_a_passage_that_the_model_reads_to_its_end(
    embedder: TransformerEmbedder, text: str, title: str
) -> None:
    encoder = Encoder(embedder)
    lesson = make_lesson(learned=text, title=title)
    [parts] = encoder.passages([lesson])
    assert squeezed("".join(parts)) == squeezed(f"{title}{lesson.body}")
    fits = embedder.fits(parts)
    assert all(fit or len(part) < 40 for part, fit in zip(parts, fits, strict=True))


@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_end_of_a_long_lesson_is_found_and_shown(
    embedder: TransformerEmbedder, language: str
) -> None:
    filler = "We spoke about the weather and then about lunch for quite a while. " * 60
    ends = {
        "en": (
            "The espresso machine leaks when its rubber seal is worn.",
            "why the espresso machine leaks",
        ),
        "nl": ("De koffiemachine lekt als het rubber is versleten.", "koffiemachine lekt"),
    }
    told, asked = ends[language]
    store, index, encoder = MemoryStore(), MemoryIndex(), Encoder(embedder)
    store.save_lessons(
        "first",
        [
            make_lesson("long", learned=filler + told, language=language),
            make_lesson("other", learned=filler, language=language),
        ],
    )
    Indexer(store, index, encoder).catch_up("first")
    detect = English()
    detect.detect = lambda text: language  # type: ignore[method-assign]
    answer = Ask(Search(store, encoder, index, detect))("first", asked, Audience(None))
    best = answer.experiences[0]
    assert best.lesson.id == "long"
    assert best.passage == told


def test_a_title_is_an_entry_of_its_own_and_stands_for_the_first_passage(
    embedder: TransformerEmbedder,
) -> None:
    encoder = Encoder(embedder)
    titled, bare = make_lesson(title="Moving DNS"), make_lesson()
    [entries, plain] = encoder.entries([titled, bare])
    [[first], _] = encoder.passages([titled, bare])
    assert entries == [first, "Moving DNS"]
    assert plain == [bare.learned]
    assert encoder.passage(titled, 1) == first
