// Reads a stream with fetch-event-source and prints one line of JSON for each event.
// node fetch-event-source.mjs plain|patched URL
import { createRequire } from 'node:module';

const [variant, url] = process.argv.slice(2);

// It is made for browsers; this is all that it uses of them if it is open when hidden.
globalThis.window = globalThis;
globalThis.document = { hidden: false, addEventListener() {}, removeEventListener() {} };

// Its modules for import lack the file extensions that Node wants.
const { fetchEventSource } = createRequire(import.meta.url)('@microsoft/fetch-event-source');

const handle = ({ event, data, id }) =>
  console.log(JSON.stringify({ type: event || 'message', data, id }));

async function followPlain() {
  await fetchEventSource(url, { openWhenHidden: true, onmessage: handle });
}

async function follow() {
  const stop = new AbortController();
  let lastId = '';
  await fetchEventSource(url, {
    signal: stop.signal,
    openWhenHidden: true,
    // It would come back with the id of an event of which it has got a part only.
    fetch: (input, init) =>
      fetch(input, { ...init, headers: { ...init.headers, 'last-event-id': lastId } }),
    async onopen(response) {
      // It would ask again, each second.
      if (response.status === 204) stop.abort();
    },
    onmessage(event) {
      lastId = event.id || lastId;
      handle(event);
    },
    onclose() {
      // It would take the end of a response for the end of the stream.
      throw new Error('come back');
    },
  });
}

await (variant === 'plain' ? followPlain() : follow());
