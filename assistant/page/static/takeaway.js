// Taking away: a quote with its footnote on the clipboard, an answer or a conversation as a file.
const get = (id) => document.getElementById(id);
const SAID = 1800; // milliseconds that a button says what it did
let exported = { turn: null, conversation: null };

export const footnoteStyle = () => document.querySelector("#export-dialog [name=style]:checked").value;

export function copyQuote(button, said = button) {
  const { quote, chicago, apa } = button.dataset;
  const note = footnoteStyle() === "apa" ? apa : chicago;
  const paragraph = document.createElement("p");
  paragraph.append(`“${quote}”`, superscript());
  const foot = document.createElement("p");
  foot.append(superscript(), ` ${note}`);
  return copyText(`“${quote}”¹\n\n¹ ${note}\n`, paragraph.outerHTML + foot.outerHTML, said);
}

function superscript() {
  const mark = document.createElement("sup");
  mark.textContent = "1";
  return mark;
}

export async function copyText(plain, html, button) {
  const words = (button.dataset.words ??= button.textContent);
  try {
    const items = { "text/plain": new Blob([plain], { type: "text/plain" }) };
    if (html) items["text/html"] = new Blob([html], { type: "text/html" });
    await navigator.clipboard.write([new ClipboardItem(items)]);
    button.textContent = "Copied";
  } catch {
    button.textContent = "The browser does not allow copying here";
  }
  setTimeout(() => (button.textContent = words), SAID);
}

export function openExport(turn, conversation) {
  exported = { turn, conversation };
  const [one, all] = document.querySelectorAll("#export-dialog [name=what]");
  one.disabled = !turn;
  (turn ? one : all).checked = true;
  showLinks();
  get("export-dialog").showModal();
}

function showLinks() {
  const whole = document.querySelector("#export-dialog [name=what]:checked").value === "conversation";
  for (const link of document.querySelectorAll("#export-dialog [data-format]")) {
    const query = new URLSearchParams({ format: link.dataset.format, style: footnoteStyle() });
    query.set(whole ? "conversation" : "turn", whole ? exported.conversation : exported.turn);
    link.href = `page/export?${query}`;
    link.download = `answers.${link.dataset.format}`;
  }
}

export function startTakingAway(currentConversation) {
  const chosen = localStorage.getItem("footnotes");
  for (const radio of document.querySelectorAll("#export-dialog [name=style]")) radio.checked = radio.value === (chosen ?? "chicago");
  get("show-export").addEventListener("click", () => openExport(null, currentConversation()));
  get("export-dialog").addEventListener("change", () => {
    localStorage.setItem("footnotes", footnoteStyle());
    showLinks();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button.copy");
    if (button) copyQuote(button);
  });
}
