// SPDX-License-Identifier: GPL-3.0-or-later
// The same stream in Node: lines, JSON.parse, text put together. Prints CPU for each event.

import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";

const [mode, path] = process.argv.slice(2);
const bytes = readFileSync(path);
const PIECE = 16384;

function parse() {
  const decoder = new TextDecoder();
  let rest = "";
  let data = "";
  let text = "";
  let events = 0;
  for (let at = 0; at < bytes.length; at += PIECE) {
    rest += decoder.decode(bytes.subarray(at, at + PIECE), { stream: true });
    let begin = 0;
    for (let end = rest.indexOf("\n"); end >= 0; end = rest.indexOf("\n", begin)) {
      const line = rest.slice(begin, end);
      begin = end + 1;
      if (line.startsWith("data:")) {
        data += line.slice(5);
      } else if (line === "" && data !== "") {
        const piece = JSON.parse(data).output.text;
        text = mode === "incremental" ? text + piece : piece;
        data = "";
        events++;
      }
    }
    rest = rest.slice(begin);
  }
  return { events, length: text.length };
}

let result = parse();
const rounds = [];
for (let i = 0; i < 7; i++) {
  const begin = process.cpuUsage();
  result = parse();
  const used = process.cpuUsage(begin);
  rounds.push((used.user + used.system) * 1000 / result.events);
}
rounds.sort((a, b) => a - b);
console.log(JSON.stringify({ peer: "node " + process.version, mode, events: result.events,
                             decode_ns_event: Math.round(rounds[3]), at: Math.round(performance.now()) }));
