// SPDX-License-Identifier: GPL-3.0-or-later
// A reply as chat clients in a browser show it while it streams.
//
//   /?way=react-markdown|markdown-it|streamdown&reply=KIND/BYTES/RATE
//
// It tells the server of three moments: it stands there, it asks, and the last text is painted.

import { createParser } from "eventsource-parser";
import MarkdownIt from "markdown-it";
import { useLayoutEffect, useRef, useState } from "react";
import { createRoot } from "react-dom/client";
import Markdown from "react-markdown";
import remarkGfm from "remark-gfm";
import { Streamdown } from "streamdown";

const SETTLE_MS = 1500; // what a page that has just opened still does

const query = new URLSearchParams(location.search);
const markdownIt = new MarkdownIt({ linkify: true });

const ways = {
  "react-markdown": (text) => <Markdown remarkPlugins={[remarkGfm]}>{text}</Markdown>,
  "markdown-it": (text) => <div dangerouslySetInnerHTML={{ __html: markdownIt.render(text) }} />,
  "streamdown": (text) => <Streamdown>{text}</Streamdown>,
};
const show = ways[query.get("way")];

let append;

function Conversation() {
  const [text, setText] = useState("");
  const scroller = useRef(null);

  append = (piece) => setText((before) => before + piece);
  // The end stays in view.
  useLayoutEffect(() => {
    scroller.current.scrollTop = scroller.current.scrollHeight;
  });

  return <main ref={scroller}>{show(text)}</main>;
}

const frame = () => new Promise((done) => requestAnimationFrame(done));
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const mark = (name, body) => fetch(`/mark?${name}`, { method: "POST", body: JSON.stringify(body) });

function watchFrames() {
  const gaps = [];
  let before = 0;
  let running = true;
  const next = (now) => {
    if (before) gaps.push(now - before);
    before = now;
    if (running) requestAnimationFrame(next);
  };
  requestAnimationFrame(next);

  return () => {
    running = false;
    gaps.sort((a, b) => a - b);
    const share = (part) => gaps[Math.floor((gaps.length - 1) * part)] ?? 0;
    return { frames: gaps.length, gap_ms_p50: share(0.5), gap_ms_p99: share(0.99), gap_ms_max: share(1) };
  };
}

async function run() {
  await frame();
  await frame();
  await mark("open", null);
  await sleep(SETTLE_MS);
  await mark("start", null);

  const stop = watchFrames();
  const begin = performance.now();
  const reply = await fetch(`/${query.get("reply")}/stream`);
  const reader = reply.body.getReader();
  const decoder = new TextDecoder();
  let events = 0;
  const parser = createParser({
    onEvent: (event) => {
      events += 1;
      append(JSON.parse(event.data).output.text);
    },
  });
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    parser.feed(decoder.decode(value, { stream: true }));
  }
  await frame();
  await frame();
  await mark("end", {
    events,
    wall_s: (performance.now() - begin) / 1000,
    characters: document.querySelector("main").innerText.length,
    ...stop(),
  });
}

window.addEventListener("error", (event) => mark("failed", event.message));
createRoot(document.getElementById("root")).render(<Conversation />);
run();
