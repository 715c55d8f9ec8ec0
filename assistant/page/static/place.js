// The address of the page: the conversation, the answer and the filters that it shows.

const FILTERS = ["since", "until", "publisher", "author", "undated"];
const LISTS = ["tags", "articles"];

export function readFilters() {
  const query = new URLSearchParams(location.search);
  const filters = {};
  for (const name of FILTERS) if (query.get(name)) filters[name] = name === "undated" ? true : query.get(name);
  for (const name of LISTS) if (query.has(name)) filters[name] = query.getAll(name);
  return filters;
}

export function filterQuery(filters, more = {}) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...filters, ...more })) {
    for (const item of Array.isArray(value) ? value : [value]) if (item || item === 0) query.append(name, item);
  }
  return query;
}

export function readPlace() {
  const query = new URLSearchParams(location.search);
  return { conversation: query.get("c"), turn: query.get("turn"), question: query.get("q") };
}

export function showPlace(filters, conversation) {
  const query = filterQuery(filters, conversation ? { c: conversation } : {});
  const search = query.toString();
  history.replaceState(null, "", search ? `?${search}` : location.pathname);
}

export const linkTo = (turn) => `${location.origin}${location.pathname}?turn=${encodeURIComponent(turn)}`;
