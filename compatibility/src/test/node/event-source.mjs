// Reads a stream with an EventSource of Node and prints one line of JSON for each event.
// node event-source.mjs eventsource|undici URL
const [library, url] = process.argv.slice(2);
const { EventSource } = await import(library);

// What waits to come back keeps no process of Node alive.
setInterval(() => {}, 60_000);

const source = new EventSource(url);
const print = ({ type, data, lastEventId }) =>
  console.log(JSON.stringify({ type, data, id: lastEventId }));
for (const type of ['message', 'note', 'sse:open', 'sse:gap']) {
  source.addEventListener(type, print);
}
