"use strict";
// All text goes in through textContent: nothing of a question or an article is ever read as HTML.
const data = JSON.parse(document.getElementById("data").textContent);
const WORST = ["wrong", "invented", "withheld", "late", "unjudged", "rightly declined", "right"];
const byId = new Map(data.rows.map((row) => [row.id, row]));
const controls = Object.fromEntries(["sort", "verdict", "type", "find"].map((name) => [name, document.getElementById(name)]));
const rank = (row) => row.scores["MRR@10"] ?? row.scores["evidence MRR@10"] ?? row.scores["article MRR@10"] ?? 1;
const total = (row) => Object.values(row.seconds).reduce((sum, seconds) => sum + seconds, 0);
const ORDERS = {
  worst: (a, b) => WORST.indexOf(a.verdict) - WORST.indexOf(b.verdict) || rank(a) - rank(b) || b.answer.confidence - a.answer.confidence,
  retrieval: (a, b) => rank(a) - rank(b),
  confidence: (a, b) => b.answer.confidence - a.answer.confidence,
  slowest: (a, b) => total(b) - total(a),
  file: () => 0,
};

function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function option(select, value) {
  const made = element("option", value);
  made.value = value;
  select.append(made);
}

function tone(verdict) {
  return verdict.startsWith("right") ? "good" : verdict === "unjudged" ? "dim" : "bad";
}

let listed = [];

function list() {
  const wanted = controls.find.value.toLowerCase();
  const rows = data.rows.filter((row) =>
    (!controls.verdict.value || row.verdict === controls.verdict.value) &&
    (!controls.type.value || row.type === controls.type.value) &&
    (!wanted || `${row.id} ${row.question}`.toLowerCase().includes(wanted)));
  rows.sort(ORDERS[controls.sort.value]);
  listed = rows;
  const body = document.querySelector("#questions tbody");
  body.replaceChildren(...rows.slice(0, 500).map((row) => {
    const line = element("tr");
    const link = element("a", row.question);
    link.href = `#${encodeURIComponent(row.id)}`;
    const cell = element("td");
    cell.append(link);
    line.append(element("td", row.verdict, tone(row.verdict)), cell, element("td", row.type),
      element("td", rank(row).toFixed(2), "figure"), element("td", row.answer.confidence.toFixed(2), "figure"),
      element("td", total(row).toFixed(2), "figure"));
    line.addEventListener("click", () => { location.hash = encodeURIComponent(row.id); });
    return line;
  }));
  document.getElementById("shown").textContent = `${rows.length} questions${rows.length > 500 ? ", the first 500 shown" : ""}`;
}

// Marks are characters as Python counts them: code points, not UTF-16 units.
function marked(text, marks, className) {
  const block = element("blockquote", undefined, className);
  const characters = Array.from(text);
  const edges = [...new Set([0, characters.length, ...marks.flatMap(([start, end]) => [start, end])])].sort((a, b) => a - b);
  for (let i = 0; i + 1 < edges.length; i++) {
    const kinds = marks.filter(([start, end]) => start <= edges[i] && edges[i + 1] <= end).map((mark) => mark[2]);
    const piece = characters.slice(edges[i], edges[i + 1]).join("");
    block.append(kinds.length ? element("mark", piece, [...new Set(kinds)].join(" ")) : piece);
  }
  return block;
}

// The questions before and after this one, in the order of the list as it is sorted and filtered now.
function steps(row) {
  const nav = element("nav");
  const at = listed.indexOf(row);
  for (const [said, to] of [["← previous", listed[at - 1]], [`${at + 1} of ${listed.length}`], ["next →", listed[at + 1]], ["list", null]]) {
    if (to === undefined) { nav.append(element("span", said, "dim")); continue; }
    const link = element("a", said);
    link.href = to ? `#${encodeURIComponent(to.id)}` : "#questions";
    nav.append(link);
  }
  return nav;
}

addEventListener("keydown", (event) => {
  if (event.target.matches("input, select") || event.ctrlKey || event.metaKey || event.altKey) return;
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const to = step && listed[listed.indexOf(byId.get(decodeURIComponent(location.hash.slice(1)))) + step];
  if (to) location.hash = encodeURIComponent(to.id);
});

function show() {
  const panel = document.getElementById("question");
  const row = byId.get(decodeURIComponent(location.hash.slice(1)));
  panel.replaceChildren();
  if (!row) return;
  panel.append(steps(row));
  panel.append(element("h2", row.question));
  for (const turn of row.history) panel.append(element("p", `${turn.role}: ${turn.text}`, "dim"));
  if (row.answer.understood_as !== row.question) panel.append(element("p", `understood as: ${row.answer.understood_as}`));
  panel.append(element("p", `${row.id} · ${row.type || "no type"} · confidence ${row.answer.confidence}`, "dim"));
  panel.append(element("p", `${row.verdict}: ${row.why}`, tone(row.verdict)));
  if (row.answer.asks_back) panel.append(element("p", `asked back: ${row.answer.asks_back}`));
  panel.append(element("h3", "Gold"));
  panel.append(element("p", row.answerable ? `answers: ${row.answers.join(" | ") || "none given"}` : "the articles do not say"));
  panel.append(element("p", `articles: ${row.gold_article_ids.join(", ") || "none given"}`));
  for (const quote of row.gold_evidence) panel.append(marked(quote, []));
  panel.append(element("h3", "Answer"));
  if (row.answer.short_answer) panel.append(element("p", `short answer: ${row.answer.short_answer}`));
  if (!row.answer.answered) panel.append(element("p", "The articles do not say."));
  for (const claim of row.answer.claims) {
    panel.append(marked(claim.text, claim.marks));
    for (const cited of claim.citations) panel.append(element("p", `${cited.title}, ${cited.article_id} ${cited.start}–${cited.end}`, "dim"));
  }
  for (const problem of row.rejected) panel.append(element("p", `verification: ${problem}`, "bad"));
  panel.append(element("h3", "Retrieved"));
  row.found.forEach((found, i) => {
    const passage = data.passages[found.passage];
    panel.append(element("p", `${i + 1}. ${passage.title} · ${found.passage} · score ${found.score} · ${found.relevant.join(", ") || "not relevant"}`, "dim"));
    panel.append(marked(passage.text, found.marks, found.relevant.length ? "relevant" : ""));
  });
  panel.append(element("h3", "Scores"), element("p", Object.entries(row.scores).map(([name, value]) => `${name} ${+value.toFixed(3)}`).join(" · ")));
  panel.append(element("p", Object.entries(row.seconds).map(([name, value]) => `${name} ${value.toFixed(4)} s`).join(" · "), "dim"));
  panel.scrollIntoView();
}

for (const verdict of new Set(data.rows.map((row) => row.verdict))) option(controls.verdict, verdict);
for (const type of new Set(data.rows.map((row) => row.type).filter(Boolean))) option(controls.type, type);
for (const control of Object.values(controls)) control.addEventListener("input", list);
addEventListener("hashchange", show);
list();
show();
