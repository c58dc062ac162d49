'use strict';

const QUIET_AFTER_MS = 10000;
const REOPEN_AFTER_MS = 3000;

/** One stream of this node and the pill in the header that tells its state. */
class LiveStream {
  constructor(name, { onData, onOpen, onGap, raw }) {
    this.name = name;
    this.onData = onData;
    this.onOpen = onOpen;
    this.onGap = onGap;
    this.raw = raw;
    this.pill = document.getElementById(`state-${name}`);
    this.state = 'connecting';
    this.heardAt = 0;
    this.lastEventId = '';
    this.open();
    setInterval(() => this.tellState(), 500);
  }

  open() {
    const from = this.lastEventId ? `?lastEventId=${encodeURIComponent(this.lastEventId)}` : '';
    const source = new EventSource(`/streams/${this.name}${from}`);
    source.addEventListener('open', () => this.heard());
    source.addEventListener('error', () => {
      this.state = 'reconnecting';
      this.tellState();
      if (source.readyState === EventSource.CLOSED) {
        // On any answer but 200, such as a 503, the browser gives up for good and forgets the id.
        setTimeout(() => this.open(), REOPEN_AFTER_MS);
      }
    });
    this.listen(source, 'message', this.onData);
    this.listen(source, 'sse:open', (data) => this.onOpen(parsed(data)));
    this.listen(source, 'sse:gap', (data) => this.onGap(parsed(data)));
  }

  listen(source, type, react) {
    source.addEventListener(type, (event) => {
      this.heard();
      this.lastEventId = event.lastEventId;
      this.raw.add(this.name, event);
      react(event.data);
    });
  }

  heard() {
    this.heardAt = performance.now();
    if (this.state !== 'live') {
      this.state = 'live';
      this.tellState();
    }
  }

  tellState() {
    const silent = performance.now() - this.heardAt > QUIET_AFTER_MS;
    const state = this.state === 'live' && silent ? 'quiet' : this.state;
    if (this.pill.dataset.state !== state) {
      this.pill.dataset.state = state;
      this.pill.querySelector('dd').textContent = state;
    }
  }
}

/** The four plots of the machine, on one time axis. */
class MachinePlots {
  constructor() {
    const colors = [1, 2, 3, 4, 5, 6, 7, 8].map((number) => `--series-${number}`);
    const rates = { axis: RATE_AXIS, colors, fill: 0.1 };
    const groups = {
      cpu: { axis: PERCENT_AXIS, colors, fill: 0 },
      memory: { axis: SIZE_AXIS, colors: ['--memory'], fill: 0.2 },
      network: rates,
      disk: rates,
    };
    const plot = (name) => new Plot(document.getElementById(`plot-${name}`), groups[name]);
    this.byGroup = new Map(Object.keys(groups).map((name) => [name, plot(name)]));
    this.newest = 0;
    this.drawnAt = 0;
    this.pending = false;
    this.calm = matchMedia('(prefers-reduced-motion: reduce)');
    const dark = matchMedia('(prefers-color-scheme: dark)');
    dark.addEventListener('change', () => this.readTheme());
    this.readTheme();
    const sizes = new ResizeObserver(() => this.drawSoon());
    this.byGroup.forEach(({ canvas }) => sizes.observe(canvas));
  }

  readTheme() {
    const style = getComputedStyle(document.documentElement);
    const color = (name) => style.getPropertyValue(name).trim();
    const [edge, grid, soft, warn] = ['--edge', '--grid', '--soft', '--warn'].map(color);
    const font = getComputedStyle(document.body).fontFamily;
    this.theme = { color, edge, grid, soft, warn, font };
    this.drawSoon();
  }

  add(figure) {
    const plot = this.byGroup.get(String(figure.metric).split('.')[0]);
    if (!plot || !Number.isFinite(figure.value) || !Number.isFinite(figure.at)) {
      return;
    }
    if (Math.abs(figure.at - this.newest) > 2 * WINDOW_MS) {
      this.byGroup.forEach((one) => one.clear());
      this.newest = figure.at;
    }
    this.newest = Math.max(this.newest, figure.at);
    plot.add(figure);
    this.drawSoon();
  }

  mark() {
    this.byGroup.forEach((plot) => plot.mark(this.newest));
    this.drawSoon();
  }

  drawSoon() {
    if (this.pending) {
      return;
    }
    this.pending = true;
    const wait = this.calm.matches ? this.drawnAt + 1000 - performance.now() : 0;
    setTimeout(() => requestAnimationFrame(() => this.draw()), Math.max(0, wait));
  }

  draw() {
    this.pending = false;
    this.drawnAt = performance.now();
    this.byGroup.forEach((plot) => plot.draw(this.newest, this.theme));
  }
}

/** Events per second over the last five seconds, and how far behind the newest one came. */
class Pace {
  constructor() {
    this.rate = document.getElementById('rate');
    this.behind = document.getElementById('behind');
    this.seconds = [];
    this.count = 0;
    this.newest = null;
    setInterval(() => this.show(), 1000);
  }

  add(at) {
    this.count += 1;
    if (Number.isFinite(at)) {
      this.newest = { at, delay: Math.max(0, Date.now() - at), receivedAt: performance.now() };
    }
  }

  show() {
    this.seconds = [...this.seconds.slice(-4), this.count];
    this.count = 0;
    if (this.newest === null) {
      return;
    }
    const sum = this.seconds.reduce((total, count) => total + count, 0);
    const perSecond = sum / this.seconds.length;
    this.rate.textContent = perSecond.toFixed(perSecond < 100 ? 1 : 0);
    const { at, delay, receivedAt } = this.newest;
    const stalled = performance.now() - receivedAt > 2000;
    this.behind.textContent = duration(stalled ? Math.max(0, Date.now() - at) : delay);
  }
}

function duration(millis) {
  if (millis < 1000) {
    return `${Math.round(millis)}\u00a0ms`;
  }
  const seconds = millis / 1000;
  return seconds < 120 ? `${seconds.toFixed(1)}\u00a0s` : `${Math.round(seconds / 60)}\u00a0min`;
}

/** The object in a text of JSON, or an empty one: a stream may carry anything. */
function parsed(text) {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}

function showNode({ node }) {
  if (node) {
    document.getElementById('node').textContent = node;
  }
}

async function offerOtherNode() {
  const answer = await fetch('/nodes.json');
  const nodes = answer.ok ? await answer.json() : [];
  const here = Number(location.port) || (location.protocol === 'https:' ? 443 : 80);
  const other = nodes.find(({ port }) => port !== here);
  if (nodes.length === 2 && other) {
    const link = document.getElementById('other-node');
    link.href = `${location.protocol}//${location.hostname}:${Number(other.port)}/`;
    link.hidden = false;
  }
}

function start() {
  const raw = new RawEvents(['machine', 'chat']);
  const plots = new MachinePlots();
  const pace = new Pace();
  const chat = new Chat('/streams/chat');
  const reasonOf = ({ reason }) => reason || 'no reason given';
  new LiveStream('machine', {
    onData: (data) => {
      const figure = parsed(data);
      pace.add(figure.at);
      plots.add(figure);
    },
    onOpen: showNode,
    onGap: () => plots.mark(),
    raw,
  });
  new LiveStream('chat', {
    onData: (data) => chat.show(data),
    onOpen: showNode,
    onGap: (gap) => chat.showGap(reasonOf(gap)),
    raw,
  });
  document.querySelectorAll('.origin').forEach((one) => (one.textContent = location.origin));
  offerOtherNode().catch(() => undefined);
}

start();
