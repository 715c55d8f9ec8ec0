// Calls of our own server: what comes back, or one sentence of trouble; and whether it is there at all.

const AGAIN = 1500; // milliseconds between two looks for a server that is away
const THANKS = 4000; // milliseconds that its return is said for

export class Trouble extends Error {}

let looking = false;

export async function call(path, options = {}) {
  let reply;
  try {
    reply = await fetch(path, options);
  } catch (error) {
    if (error.name === "AbortError") throw error;
    lookForServer();
    throw new Trouble("The server does not answer. Your question is kept: ask again when it is back.");
  }
  if (!reply.ok) throw new Trouble(await sentence(reply));
  return reply;
}

export const getJson = async (path) => (await call(path)).json();
export const getText = async (path) => (await call(path)).text();
export const send = async (method, path, body) =>
  (await call(path, { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body ?? {}) })).json();

// Reads a JSON object a line as they come; says so where the stream ends too early.
export async function stream(path, body, signal, heard) {
  const reply = await call(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body), signal });
  const reader = reply.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  let last = null;
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      const lines = (rest + piece.value).split("\n");
      rest = lines.pop();
      for (const line of lines) {
        last = JSON.parse(line);
        if (last.error) throw new Trouble(last.error);
        heard(last);
      }
    }
  } catch (error) {
    if (error instanceof Trouble || error.name === "AbortError") throw error;
    lookForServer();
    throw new Trouble("The server went away in the middle of this. Ask again when it is back.");
  }
  return last;
}

async function sentence(reply) {
  try {
    return (await reply.json()).error ?? "";
  } catch {
    return `The server answers ${reply.status}. Ask again; if it goes on, look at where the server was started.`;
  }
}

function say(text, calm) {
  const banner = document.getElementById("banner");
  banner.textContent = text;
  banner.hidden = !text;
  banner.classList.toggle("calm", calm);
}

export async function lookForServer() {
  if (looking) return;
  looking = true;
  say("The server does not answer. This page looks for it and goes on when it is back.", false);
  for (;;) {
    await new Promise((done) => setTimeout(done, AGAIN));
    try {
      if ((await fetch("api/health")).ok) break;
    } catch {
      continue;
    }
  }
  looking = false;
  say("The server is back.", true);
  document.dispatchEvent(new Event("server-back"));
  setTimeout(() => looking || say("", true), THANKS);
}
