// Opens articles beside the answer, at exactly the cited characters.
(() => {
  let shown = null;

  async function open(button, byHand) {
    const place = button.dataset;
    const query = new URLSearchParams({ id: place.article, sha256: place.sha256, start: place.start, end: place.end });
    const leaf = document.getElementById("leaf");
    if (!leaf) return;
    try {
      const reply = await fetch("api/reader?" + query);
      if (!reply.ok) throw new Error(reply.statusText);
      leaf.innerHTML = await reply.text(); // escaped by the server
    } catch {
      leaf.textContent = "The article cannot be opened: the server does not answer. Start it again, then click the citation once more.";
    }
    if (shown) shown.classList.remove("shown");
    shown = button;
    button.classList.add("shown");
    if (byHand) document.body.classList.add("reading");
    const reader = document.getElementById("reader");
    const mark = leaf.querySelector("mark");
    if (mark) {
      reader.scrollTop += mark.getBoundingClientRect().top - reader.getBoundingClientRect().top - reader.clientHeight / 3;
    } else {
      reader.scrollTop = 0;
    }
    if (byHand && matchMedia("(max-width: 860px)").matches) document.getElementById("close-reader").focus();
  }

  function close() {
    document.body.classList.remove("reading");
    if (shown) shown.focus();
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-article]");
    if (button) open(button, true);
    if (event.target.closest("#close-reader")) close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });

  // After an answer: bring it into view, and open its first source on a wide page.
  window.showNewest = () => requestAnimationFrame(() => {
    const turns = document.querySelectorAll(".turn");
    const newest = turns[turns.length - 1];
    if (!newest) return;
    newest.scrollIntoView({ block: "nearest" });
    const button = newest.querySelector("button.cite");
    if (button && !matchMedia("(max-width: 860px)").matches) open(button, false);
  });
})();
