"""The page, in Gradio: it gives the document, the theme and the server; what is in it is ours.

Questions, stages, stopping and opening do not go through Gradio's events: those send the whole
conversation anew at every step (which takes the reader's place and focus away), cannot be stopped
on the server, and, like Gradio's own component for HTML, make scripts of strings, which the page's
policy forbids. So main.js brings what shell.html holds into the block that Gradio gives.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path

import gradio as gr
from fastapi import APIRouter, FastAPI
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles

from assistant.index import LiveIndex
from assistant.page.api import add_api
from assistant.page.ask_routes import Desk, add_ask_routes
from assistant.page.collection_routes import add_collection_routes, add_upload_routes
from assistant.page.conversations import Conversations
from assistant.page.security import Guarded
from assistant.page.uploads import Uploads

TITLE = "Policy articles, with their sources"
EXAMPLES = (
    "When was the first military training agreement?",
    "How long is the Baku–Tbilisi–Ceyhan pipeline?",
    "When was the Convention on the Legal Status of the Caspian Sea signed?",
    "What did the Shusha Declaration promise?",
    "Who won the 2018 World Cup?",
)
"""Questions to the starter collection; the last one it cannot answer."""
_STATIC = Path(__file__).parent / "static"
_SYSTEM_FONTS = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif"]
_HEAD = (
    '<link rel="stylesheet" href="page/static/page.css"><link rel="icon" href="data:,">'
    '<script type="module" src="page/static/main.js"></script>'
)


@dataclass(frozen=True, slots=True)
class Adding:
    """How readers may add articles: the folder for them, the index they go into, whose links are followed."""

    folder: Path
    index: Path
    private_links: bool = False


def make_app(live: LiveIndex, conversations: Path, adding: Adding | None = None) -> FastAPI:
    """Make the server of the page and the HTTP API; without `adding`, nothing can be added or removed."""
    app = FastAPI(title="assistant", docs_url=None, redoc_url=None)
    add_api(app, live)
    desk = Desk(live, Conversations(conversations))
    router = APIRouter(prefix="/page")
    add_ask_routes(router, desk)
    add_collection_routes(router, desk, removable=adding is not None)
    if adding:
        add_upload_routes(router, Uploads(adding.folder, live, adding.index, private_links=adding.private_links))
    shell = _read_shell()

    @router.get("/shell")
    def send_shell() -> HTMLResponse:
        return HTMLResponse(shell)

    app.include_router(router)
    app.mount("/page/static", StaticFiles(directory=_STATIC), name="static")
    app.add_middleware(Guarded)
    mounted: FastAPI = gr.mount_gradio_app(
        app,
        make_page(),
        path="/",
        head=_HEAD,
        theme=gr.themes.Base(font=_SYSTEM_FONTS, font_mono=["ui-monospace", "Consolas", "monospace"]),
        show_error=False,
        footer_links=[],
        ssr_mode=False,
    )
    return mounted


def make_page() -> gr.Blocks:
    """Make the page: one block, which main.js fills."""
    page: gr.Blocks
    with gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True) as page, gr.Column(elem_id="shell"):
        pass
    return page


def _read_shell() -> str:
    examples = "".join(f'<button type="button">{escape(example)}</button>' for example in EXAMPLES)
    return (_STATIC / "shell.html").read_text("utf-8").format(title=TITLE, examples=examples)
