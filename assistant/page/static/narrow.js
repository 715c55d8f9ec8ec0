// Narrowing: by date, publisher, author, tag and chosen articles. What is on is always shown, and in the address.
import { getJson, Trouble } from "./server.js";
import { filterQuery, readFilters, showPlace } from "./place.js";
import { currentConversation } from "./conversation.js";
import { refreshBrowse } from "./browse.js";

const get = (id) => document.getElementById(id);
let filters = {};
let facets = null;
const titles = new Map(); // of chosen articles, where they are known

export const activeFilters = () => filters;
export const clearFilters = () => change({});

function change(next) {
  filters = Object.fromEntries(Object.entries(next).filter(([, value]) => value && value.length !== 0));
  showPlace(filters, currentConversation());
  refreshFacets();
  refreshBrowse();
}

export const onlyArticle = (id, title) => {
  titles.set(id, title);
  change({ ...filters, articles: [id] });
};

export function chooseArticle(id, title, chosen) {
  titles.set(id, title);
  const others = (filters.articles ?? []).filter((other) => other !== id);
  change({ ...filters, articles: chosen ? [...others, id] : others });
}

export async function refreshFacets() {
  try {
    facets = await getJson(`page/facets?${filterQuery(filters)}`);
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    if (Object.keys(filters).length && !facets) change({}); // filters of a link that are none
    return;
  }
  get("show-add").hidden = !facets.upload;
  const years = facets.years.map(([year]) => year);
  const span = years.length ? `, published ${years[0]} to ${years.at(-1)}` : "";
  get("holdings").textContent = `${facets.total.toLocaleString("en")} articles${span}.`;
  showChips();
  showDates(years);
  for (const [id, name, words] of [["publisher", "publishers", "any publisher"], ["author", "authors", "any author"], ["tag", "tags", "add a tag"]]) {
    fill(get(id), facets[name], words, id === "tag" ? "" : (filters[id] ?? ""));
  }
}

function fill(select, pairs, words, chosen) {
  const options = pairs.map(([value, count]) => new Option(`${value} (${count})`, value));
  select.replaceChildren(new Option(words, ""), ...options);
  select.value = chosen;
}

function showDates(years) {
  const [first, last] = [years[0] ?? 0, years.at(-1) ?? 0];
  const most = Math.max(1, ...facets.years.map(([, count]) => count));
  const since = Number(filters.since?.slice(0, 4) ?? first);
  const until = Number(filters.until?.slice(0, 4) ?? last);
  get("histogram").replaceChildren(
    ...facets.years.map(([year, count]) => {
      const bar = document.createElement("span");
      bar.style.height = `${(100 * count) / most}%`;
      bar.title = `${year}: ${count}`;
      bar.className = year >= since && year <= until ? "in" : "";
      return bar;
    }),
  );
  get("narrow").style.setProperty("--bars", Math.max(1, years.length));
  for (const [id, value] of [["since", since], ["until", until]]) {
    Object.assign(get(id), { min: first, max: last, step: 1, value });
    get(id).disabled = years.length < 2;
    get(id).setAttribute("aria-valuetext", String(value));
  }
  get("dates-shown").textContent = filters.since || filters.until ? `${filters.since ?? first} to ${filters.until ?? last}` : "at any time";
  get("undated-label").hidden = !facets.undated;
  get("undated-label").lastElementChild.textContent = `with ${facets.undated} undated`;
  get("undated").checked = Boolean(filters.undated);
}

function showChips() {
  const chips = [];
  const chip = (words, next) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "chip";
    button.textContent = `${words} ✕`;
    button.setAttribute("aria-label", `Remove the filter ${words}`);
    button.addEventListener("click", () => change(next));
    chips.push(button);
  };
  const { since, until, publisher, author, tags = [], articles = [] } = filters;
  if (since || until) chip(since && until ? `${since} to ${until}` : since ? `since ${since}` : `until ${until}`, { ...filters, since: null, until: null, undated: null });
  if (publisher) chip(publisher, { ...filters, publisher: null });
  if (author) chip(author, { ...filters, author: null });
  for (const tag of tags) chip(`#${tag}`, { ...filters, tags: tags.filter((other) => other !== tag) });
  for (const id of articles) chip(titles.get(id) ?? id, { ...filters, articles: articles.filter((other) => other !== id) });
  if (chips.length) {
    const count = document.createElement("span");
    count.className = "count";
    count.setAttribute("role", "status");
    const left = facets.undated && (since || until) && !filters.undated ? `; ${facets.undated} undated left out` : "";
    count.textContent = `${facets.matching} of ${facets.total} articles${left}`;
    chips.push(count);
  }
  get("chips").replaceChildren(...chips);
}

export function startNarrowing() {
  filters = readFilters();
  get("show-narrow").addEventListener("click", () => {
    get("narrow").hidden = !get("narrow").hidden;
    get("show-narrow").setAttribute("aria-expanded", String(!get("narrow").hidden));
  });
  for (const id of ["since", "until"]) {
    get(id).addEventListener("change", () => {
      let [since, until] = [Number(get("since").value), Number(get("until").value)];
      if (since > until) [since, until] = id === "since" ? [since, since] : [until, until];
      const [first, last] = [Number(get(id).min), Number(get(id).max)];
      change({ ...filters, since: since > first ? String(since) : null, until: until < last ? String(until) : null });
    });
  }
  for (const id of ["publisher", "author"]) get(id).addEventListener("change", () => change({ ...filters, [id]: get(id).value }));
  get("tag").addEventListener("change", () => {
    const tag = get("tag").value;
    if (tag) change({ ...filters, tags: [...new Set([...(filters.tags ?? []), tag])] });
  });
  get("undated").addEventListener("change", () => change({ ...filters, undated: get("undated").checked }));
  document.addEventListener("server-back", refreshFacets);
  return refreshFacets();
}
