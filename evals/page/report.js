"use strict";
// All text goes in through textContent: nothing of a question or an article is ever read as HTML.
const data = JSON.parse(document.getElementById("data").textContent);
const WORST = ["wrong", "invented", "withheld", "late", "unjudged", "rightly declined", "right"];
const byId = new Map(data.rows.map((row) => [row.id, row]));
const controls = Object.fromEntries(["sort", "verdict", "type", "find"].map((name) => [name, document.getElementById(name)]));
const rank = (row) => row.scores["MRR@10"] ?? row.scores["evidence MRR@10"] ?? row.scores["article MRR@10"];
const placed = (row) => rank(row) ?? 1; // a question without gold passages has no bad retrieval
const total = (row) => Object.values(row.seconds).reduce((sum, seconds) => sum + seconds, 0);
const ORDERS = {
  worst: (a, b) => WORST.indexOf(a.verdict) - WORST.indexOf(b.verdict) || placed(a) - placed(b) || b.answer.confidence - a.answer.confidence,
  retrieval: (a, b) => placed(a) - placed(b),
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

// A verdict's first word is its class: the style sheet has a tone for each.
const tone = (verdict) => verdict.split(" ")[0];

function figure(name, value) {
  const cell = element("td", value, "figure");
  cell.dataset.name = name;
  return cell;
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
    const [cell, verdict] = [element("td"), element("td")];
    cell.append(link);
    verdict.append(element("span", row.verdict, `pill ${tone(row.verdict)}`));
    line.append(verdict, cell, element("td", row.type, "dim"), figure("MRR", rank(row)?.toFixed(2) ?? "–"),
      figure("sure", row.answer.confidence.toFixed(2)), figure("seconds", total(row).toFixed(2)));
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
    link.href = to ? `#${encodeURIComponent(to.id)}` : "#list";
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

function earlier(history) {
  const block = element("details", undefined, "dim");
  block.append(element("summary", `earlier turns: ${history.length}`));
  for (const turn of history) block.append(element("p", `${turn.role}: ${turn.text}`));
  return block;
}

function gold(row) {
  const side = element("div");
  side.append(element("h3", "Gold"));
  side.append(element("p", row.answerable ? row.answers.join(" | ") || "no answers given" : "The articles do not say."));
  if (row.gold_article_ids.length) side.append(element("p", `in ${row.gold_article_ids.join(", ")}`, "dim"));
  for (const quote of row.gold_evidence) side.append(marked(quote.text, quote.marks));
  return side;
}

function answered(row) {
  const side = element("div");
  side.append(element("h3", "Answer"));
  if (row.answer.asks_back) side.append(element("p", `asked back: ${row.answer.asks_back}`));
  else if (!row.answer.answered) side.append(element("p", row.answer.missing ?? "The articles do not say."));
  if (row.answer.short_answer) side.append(element("p", row.answer.short_answer, "rank"));
  for (const claim of row.answer.claims) {
    side.append(marked(claim.text, claim.marks));
    for (const cited of claim.citations) side.append(element("p", `${cited.title}, ${cited.article_id} ${cited.start}–${cited.end}`, "dim"));
  }
  for (const problem of row.rejected) side.append(element("p", `verification: ${problem}`, "bad"));
  return side;
}

function legend() {
  const line = element("p", "In the passages: ", "dim");
  const kinds = { answer: "an answer", quote: "a gold quote", cited: "what was cited" };
  line.append(...Object.entries(kinds).flatMap(([kind, said]) => [element("mark", said, kind), "  "]));
  return line;
}

const MEANINGS = { holds: "holds an answer", evidence: "has gold evidence", article: "of a gold article" };

function passage(found, at) {
  const [block, text] = [element("div", undefined, "passage"), data.passages[found.passage]];
  const heading = element("p", undefined, "dim");
  const relevant = found.relevant.map((meaning) => MEANINGS[meaning]).join(", ");
  heading.append(element("span", `${at}. ${text.title}`, "rank"), ` · ${found.passage} · score ${found.score} · `);
  heading.append(element("span", relevant || "not relevant", relevant ? "good" : ""));
  block.append(heading, marked(text.text, found.marks, relevant ? "relevant" : ""));
  return block;
}

function show() {
  const panel = document.getElementById("question");
  const row = byId.get(decodeURIComponent(location.hash.slice(1)));
  panel.replaceChildren();
  if (!row) return;
  panel.append(steps(row), element("h2", row.question));
  if (row.history.length) panel.append(earlier(row.history));
  if (row.answer.understood_as !== row.question) panel.append(element("p", `understood as: ${row.answer.understood_as}`));
  const why = element("p", undefined, `why ${tone(row.verdict)}`);
  why.append(element("span", row.verdict, "pill"), ` ${row.why}`);
  panel.append(why, element("p", [row.id, row.type, `confidence ${row.answer.confidence}`].filter(Boolean).join(" · "), "dim"));
  const sides = element("div", undefined, "sides");
  sides.append(gold(row), answered(row));
  panel.append(sides, element("h3", "Retrieved"), legend());
  row.found.forEach((found, i) => panel.append(passage(found, i + 1)));
  if (!row.found.length) panel.append(element("p", "nothing"));
  const scores = element("div", undefined, "scores");
  for (const [name, value] of Object.entries(row.scores)) scores.append(element("span", `${name} ${+value.toFixed(3)}`));
  panel.append(element("h3", "Scores"), scores);
  panel.append(element("p", Object.entries(row.seconds).map(([name, value]) => `${name} ${value.toFixed(4)} s`).join(" · "), "dim"));
  panel.scrollIntoView();
}

for (const verdict of new Set(data.rows.map((row) => row.verdict))) option(controls.verdict, verdict);
for (const type of new Set(data.rows.map((row) => row.type).filter(Boolean))) option(controls.type, type);
for (const control of Object.values(controls)) control.addEventListener("input", list);
addEventListener("hashchange", show);
list();
show();
