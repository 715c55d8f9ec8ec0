"""The chat page, in Gradio."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

import gradio as gr
from fastapi import FastAPI

from assistant.answers import answer
from assistant.index import LiveIndex
from assistant.page.api import add_api
from assistant.page.render import READER, Turn, render_conversation
from assistant.types import AssistantError, Index

TITLE = "Policy articles, with their sources"
EXAMPLES = (
    "When was the first military training agreement?",
    "How long is the Baku–Tbilisi–Ceyhan pipeline?",
    "When was the Convention on the Legal Status of the Caspian Sea signed?",
    "What did the Shusha Declaration promise?",
    "Who won the 2018 World Cup?",
)
"""Questions to the starter collection; the last one it cannot answer."""
_FOLDER = Path(__file__).parent
_SYSTEM_FONTS = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif"]


def make_app(live: LiveIndex) -> FastAPI:
    """Make the server of the page and the HTTP API."""
    app = FastAPI(title="assistant", docs_url=None, redoc_url=None)
    add_api(app, live)
    style, script = ((_FOLDER / name).read_text("utf-8") for name in ("page.css", "page.js"))
    mounted: FastAPI = gr.mount_gradio_app(
        app,
        make_page(live),
        path="/",
        head=f"<style>{style}</style><script>{script}</script>",  # css= would be rewritten: no rule could name the body
        theme=gr.themes.Base(font=_SYSTEM_FONTS, font_mono=["ui-monospace", "Consolas", "monospace"]),
        show_error=False,
        footer_links=[],
        ssr_mode=False,
    )
    return mounted


def make_page(live: LiveIndex) -> gr.Blocks:
    """Make the page: questions and answers on the left, the cited article on the right."""
    page: gr.Blocks
    with gr.Blocks(title=TITLE, analytics_enabled=False) as page:
        turns = gr.State([])
        gr.HTML(f"<h1>{TITLE}</h1><p>{escape(_describe(live.get()))}</p>", elem_id="heading", apply_default_css=False)
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="talk"):
                conversation = gr.HTML(render_conversation([]), elem_id="conversation", apply_default_css=False)
                question = gr.Textbox(
                    placeholder="Ask the articles…",
                    label="Question",
                    show_label=False,
                    lines=1,
                    max_lines=6,
                    autofocus=True,
                    submit_btn="Ask",
                    elem_id="question",
                )
                with gr.Row(elem_id="examples"):
                    examples = [gr.Button(example, size="sm", variant="secondary") for example in EXAMPLES]
            with gr.Column(elem_id="shelf"):
                gr.HTML(READER, apply_default_css=False)

        def respond(asked: str, earlier: Sequence[Turn]) -> Iterator[tuple[object, ...]]:
            yield from _respond(asked, earlier, live)

        for event, asked in ((question.submit, question), *((button.click, button) for button in examples)):
            event(
                respond,
                inputs=[asked, turns],
                outputs=[conversation, turns, question],
                show_progress="hidden",
                concurrency_limit=4,
                api_visibility="private",
            ).then(None, js="() => window.showNewest()")
    return page


def _respond(asked: str, earlier: Sequence[Turn], live: LiveIndex) -> Iterator[tuple[object, ...]]:
    """Yield the conversation with the question in it, then with its answer: (HTML, turns, question box)."""
    if not asked.strip():
        yield render_conversation(earlier), list(earlier), ""
        return
    pending = [*earlier, Turn(asked)]
    yield render_conversation(pending), list(earlier), gr.update(value="", interactive=False)
    try:
        turn = Turn(asked, answer(asked, live.get(), history=_history(earlier)))
    except AssistantError as error:
        turn = Turn(asked, trouble=str(error))
    turns = [*earlier, turn]
    yield render_conversation(turns), turns, gr.update(value="", interactive=True)


def _history(turns: Sequence[Turn]) -> list[dict[str, str]]:
    history = []
    for turn in turns:
        history.append({"role": "user", "text": turn.question})
        if turn.answer is not None and turn.answer.claims:
            history.append({"role": "assistant", "text": turn.answer.claims[0].text})
    return history


def _describe(index: Index) -> str:
    dates = sorted(article.date for article in index.articles.values() if article.date)
    years = f", published {dates[0][:4]} to {dates[-1][:4]}" if dates else ""
    promise = "Every answer quotes the sentence that says so, or says that none does."
    return f"{len(index.articles):,} articles{years}. {promise}"
