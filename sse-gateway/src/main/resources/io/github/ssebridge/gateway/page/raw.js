'use strict';

const MOST_ROWS = 100;
const RENDER_EVERY_MS = 300;

function clock(date, withMillis) {
  const two = (number) => String(number).padStart(2, '0');
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
  return withMillis ? `${time}.${String(date.getMilliseconds()).padStart(3, '0')}` : time;
}

/** The table of the last events, newest first. Keeps them per stream, so a flood hides no chat. */
class RawEvents {
  constructor(streams) {
    this.kept = new Map(streams.map((stream) => [stream, []]));
    this.rows = document.getElementById('raw-rows');
    this.empty = document.getElementById('raw-empty');
    this.note = document.getElementById('raw-note');
    this.filter = document.getElementById('raw-filter');
    this.button = document.getElementById('raw-pause');
    this.usualNote = this.note.textContent;
    this.count = 0;
    this.shown = 0;
    this.frozen = null;
    this.timer = null;
    this.filter.addEventListener('change', () => this.showAgain());
    this.button.addEventListener('click', () => this.togglePause());
  }

  add(stream, { type, lastEventId, data }) {
    this.count += 1;
    const kept = this.kept.get(stream);
    kept.push({ number: this.count, time: new Date(), stream, type, id: lastEventId, data });
    if (kept.length > MOST_ROWS) {
      kept.shift();
    }
    this.renderSoon();
  }

  togglePause() {
    const copy = ([stream, kept]) => [stream, [...kept]];
    this.frozen = this.frozen ? null : new Map([...this.kept].map(copy));
    this.frozenAt = this.count;
    this.renderRows();
    this.button.textContent = this.frozen ? 'Resume' : 'Pause';
    this.render();
  }

  showAgain() {
    this.rows.replaceChildren();
    this.shown = 0;
    this.renderRows();
  }

  renderSoon() {
    if (this.timer === null) {
      this.timer = setTimeout(() => this.render(), RENDER_EVERY_MS);
    }
  }

  render() {
    clearTimeout(this.timer);
    this.timer = null;
    if (this.frozen) {
      this.note.textContent = `paused, ${this.count - this.frozenAt} more since`;
      return;
    }
    this.note.textContent = this.usualNote;
    this.renderRows();
  }

  renderRows() {
    const fresh = this.chosen().filter(({ number }) => number > this.shown);
    this.shown = this.frozen ? this.frozenAt : this.count;
    this.rows.prepend(...fresh.slice(-MOST_ROWS).reverse().map(rowOf));
    while (this.rows.childElementCount > MOST_ROWS) {
      this.rows.lastElementChild.remove();
    }
    this.empty.hidden = this.rows.childElementCount > 0;
  }

  chosen() {
    const kept = this.frozen || this.kept;
    const streams = this.filter.value === 'all' ? [...kept.keys()] : [this.filter.value];
    return streams
      .flatMap((stream) => kept.get(stream))
      .sort((one, other) => one.number - other.number);
  }
}

function rowOf({ time, stream, type, id, data }) {
  const row = document.createElement('tr');
  row.className = stream;
  row.classList.toggle('opened', type === 'sse:open');
  row.classList.toggle('gap', type === 'sse:gap');
  const cells = { time: clock(time, true), stream, type, id, data };
  for (const [name, text] of Object.entries(cells)) {
    const cell = row.insertCell();
    cell.className = name;
    cell.textContent = text;
    cell.title = text;
  }
  return row;
}
