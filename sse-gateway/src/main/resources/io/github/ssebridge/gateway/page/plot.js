'use strict';

const WINDOW_MS = 60000;
const BREAK_MS = 3000;
const LABEL_EVERY_MS = 5000;
const MOST_SERIES = 256;
const MOST_NAMED_SERIES = 8;
const MARGIN = { left: 60, right: 8, top: 8, bottom: 20 };

const RATE_UNITS = ['B/s', 'kB/s', 'MB/s', 'GB/s', 'TB/s'];
const SIZE_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

function scaled(value, base, units) {
  let power = 0;
  while (Math.abs(value) >= base && power < units.length - 1) {
    value /= base;
    power += 1;
  }
  const decimals = power === 0 || value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return { number: value.toFixed(decimals), unit: units[power] };
}

function withUnit({ number, unit }) {
  return `${number}\u00a0${unit}`;
}

function withoutTrailingZeros({ number, unit }) {
  return `${Number(number)}\u00a0${unit}`;
}

function niceStep(rough) {
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].find((factor) => factor * magnitude >= rough) * magnitude;
}

function ticksEvery(step, top) {
  return Array.from({ length: Math.floor(top / step + 0.001) + 1 }, (_, index) => index * step);
}

/** How values of one kind are written and what their axis looks like. */
const PERCENT_AXIS = {
  text: (value) => `${Math.round(value)}\u00a0%`,
  tick: (value) => `${value}\u00a0%`,
  ticks: () => ticksEvery(25, 100),
};

const RATE_AXIS = {
  text: (value) => withUnit(scaled(value, 1000, RATE_UNITS)),
  tick: (value) => withoutTrailingZeros(scaled(value, 1000, RATE_UNITS)),
  ticks: (largest) => {
    const step = niceStep(Math.max(largest, 9000) / 3);
    return ticksEvery(step, step * Math.max(3, Math.ceil(largest / step)));
  },
};

const SIZE_AXIS = {
  text: (value, max) => {
    if (max === undefined) {
      return withUnit(scaled(value, 1024, SIZE_UNITS));
    }
    const whole = scaled(max, 1024, SIZE_UNITS);
    const part = value / 1024 ** SIZE_UNITS.indexOf(whole.unit);
    return `${part.toFixed(part < 10 ? 2 : 1)} of ${withUnit(whole)}`;
  },
  tick: (value) => withoutTrailingZeros(scaled(value, 1024, SIZE_UNITS)),
  ticks: (largest, max) => {
    const top = max === undefined ? largest * 1.2 || 1 : max;
    const step = 2 ** Math.ceil(Math.log2(top / 4));
    return [...ticksEvery(step, top - step / 2), top];
  },
};

/** One line of a plot: its points of the last minute and its newest value as text. */
class Series {
  constructor(metric, color) {
    this.metric = metric;
    this.color = color;
    this.points = [];
  }

  add(at, value) {
    this.points.push({ at, value });
    while (this.points[0].at < at - WINDOW_MS - BREAK_MS) {
      this.points.shift();
    }
  }

  get last() {
    return this.points[this.points.length - 1];
  }
}

/** A rolling plot of the last minute in one figure. Drawn only after something changed. */
class Plot {
  constructor(figure, { axis, colors, fill }) {
    this.figure = figure;
    this.title = figure.querySelector('h3').textContent;
    this.list = figure.querySelector('.values');
    this.canvas = figure.querySelector('.screen canvas');
    this.waiting = figure.querySelector('.empty');
    this.axis = axis;
    this.colors = colors;
    this.fill = fill;
    this.received = 0;
    this.labelledAt = 0;
    this.clear();
  }

  clear() {
    this.series = new Map();
    this.marks = [];
    this.max = undefined;
    this.list.replaceChildren();
  }

  add({ metric, value, max, at }) {
    let series = this.series.get(metric);
    if (!series) {
      if (this.series.size >= MOST_SERIES) {
        return;
      }
      series = this.addSeries(metric);
    }
    series.add(at, value);
    if (Number.isFinite(max) && max > 0) {
      this.max = max;
    }
    this.received += 1;
    this.figure.dataset.points = this.received;
    this.waiting.hidden = true;
  }

  addSeries(metric) {
    const color = this.colors[this.series.size % this.colors.length];
    const series = new Series(metric, color);
    this.series.set(metric, series);
    this.list.classList.toggle('dense', this.series.size > 2);
    if (this.series.size <= MOST_NAMED_SERIES) {
      this.list.append(this.legendEntry(series));
    } else {
      this.nameTheRest();
    }
    return series;
  }

  legendEntry(series) {
    const entry = document.createElement('li');
    series.swatch = document.createElement('canvas');
    series.swatch.setAttribute('aria-hidden', 'true');
    const label = document.createElement('span');
    label.className = 'label';
    const group = document.createElement('span');
    group.className = 'group';
    const end = series.metric.indexOf('.') + 1;
    group.textContent = series.metric.slice(0, end);
    label.append(group, series.metric.slice(end));
    series.text = document.createElement('span');
    series.text.className = 'value';
    entry.append(series.swatch, label, series.text);
    return entry;
  }

  nameTheRest() {
    if (!this.rest || !this.rest.isConnected) {
      this.rest = document.createElement('li');
      this.rest.className = 'label';
      this.list.append(this.rest);
    }
    this.rest.textContent = `and ${this.series.size - MOST_NAMED_SERIES} more`;
  }

  mark(at) {
    this.marks.push(at);
    this.marks = this.marks.slice(-20);
  }

  draw(newest, theme) {
    const area = this.prepare();
    if (!area) {
      return;
    }
    const { context } = area;
    const x = (at) => area.right - ((newest - at) / WINDOW_MS) * (area.right - area.left);
    const ticks = this.received > 0 ? this.axis.ticks(this.largest(), this.max) : [];
    const top = ticks[ticks.length - 1];
    const y = (value) => area.bottom - (value / top) * (area.bottom - area.top);
    this.drawGrid(area, theme, x, y, newest, ticks);
    context.save();
    context.beginPath();
    context.rect(area.left, area.top - 2, area.right - area.left + 4, area.bottom - area.top + 4);
    context.clip();
    for (const series of this.series.values()) {
      this.drawSeries(area, theme, series, x, y);
    }
    this.drawMarks(area, theme, x);
    context.restore();
    this.drawSwatches(theme);
    this.describe();
  }

  /** Fits the canvas to its size on screen and clears it; null while it has no size. */
  prepare() {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    if (width === 0 || height === 0) {
      return null;
    }
    const ratio = window.devicePixelRatio || 1;
    const context = this.canvas.getContext('2d');
    const wide = Math.round(width * ratio);
    const high = Math.round(height * ratio);
    if (this.canvas.width !== wide || this.canvas.height !== high) {
      this.canvas.width = wide;
      this.canvas.height = high;
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    const right = width - MARGIN.right;
    const bottom = height - MARGIN.bottom;
    return { context, left: MARGIN.left, right, top: MARGIN.top, bottom };
  }

  largest() {
    let largest = 0;
    for (const series of this.series.values()) {
      for (const point of series.points) {
        largest = Math.max(largest, point.value);
      }
    }
    return largest;
  }

  drawGrid({ context, left, right, bottom }, theme, x, y, newest, ticks) {
    context.font = `11px ${theme.font}`;
    context.lineWidth = 1;
    context.fillStyle = theme.soft;
    context.textBaseline = 'middle';
    context.textAlign = 'right';
    for (const value of ticks) {
      const line = Math.round(y(value)) + 0.5;
      context.strokeStyle = value === 0 ? theme.edge : theme.grid;
      strokeLine(context, left, line, right, line);
      context.fillText(this.axis.tick(value), left - 8, line);
    }
    context.textBaseline = 'alphabetic';
    for (const seconds of [60, 45, 30, 15, 0]) {
      const line = Math.round(x(newest - seconds * 1000)) + 0.5;
      context.strokeStyle = theme.edge;
      strokeLine(context, line, bottom, line, bottom + 4);
      context.textAlign = seconds === 0 ? 'right' : seconds === 60 ? 'left' : 'center';
      context.fillText(seconds === 0 ? 'now' : `−${seconds} s`, line, bottom + 16);
    }
  }

  drawSeries({ context, bottom }, theme, series, x, y) {
    const color = theme.color(series.color);
    context.strokeStyle = color;
    context.fillStyle = color;
    context.lineWidth = this.series.size > MOST_NAMED_SERIES ? 1 : 1.75;
    context.lineJoin = 'round';
    for (const run of unbroken(series.points)) {
      context.beginPath();
      run.forEach((point) => context.lineTo(x(point.at), y(point.value)));
      context.stroke();
      if (this.fill) {
        context.lineTo(x(run[run.length - 1].at), bottom);
        context.lineTo(x(run[0].at), bottom);
        context.globalAlpha = this.fill;
        context.fill();
        context.globalAlpha = 1;
      }
    }
    if (series.last) {
      context.beginPath();
      context.arc(x(series.last.at), y(series.last.value), 2.5, 0, 2 * Math.PI);
      context.fill();
    }
  }

  drawMarks({ context, top, bottom }, theme, x) {
    context.strokeStyle = theme.warn;
    context.lineWidth = 1;
    context.setLineDash([4, 3]);
    for (const at of this.marks) {
      const line = Math.round(x(at)) + 0.5;
      strokeLine(context, line, top, line, bottom);
    }
    context.setLineDash([]);
  }

  drawSwatches(theme) {
    for (const { swatch, text, color, last } of this.series.values()) {
      if (!swatch) {
        continue;
      }
      const context = swatch.getContext('2d');
      context.fillStyle = theme.color(color);
      context.fillRect(0, 0, swatch.width, swatch.height);
      text.textContent = this.axis.text(last.value, this.max);
    }
  }

  describe() {
    const now = performance.now();
    if (this.received === 0 || (this.labelledAt > 0 && now - this.labelledAt < LABEL_EVERY_MS)) {
      return;
    }
    this.labelledAt = now;
    const values = [...this.series.values()]
      .slice(0, MOST_NAMED_SERIES)
      .map(({ metric, last }) => `${metric} ${this.axis.text(last.value, this.max)}`);
    const text = `${this.title}, the last 60 seconds. Now: ${values.join(', ')}`;
    this.canvas.setAttribute('aria-label', text);
  }
}

function strokeLine(context, fromX, fromY, toX, toY) {
  context.beginPath();
  context.moveTo(fromX, fromY);
  context.lineTo(toX, toY);
  context.stroke();
}

/** Splits points where none came for a while: a line across would claim what nobody measured. */
function unbroken(points) {
  const runs = [];
  points.forEach((point, index) => {
    if (index === 0 || point.at - points[index - 1].at > BREAK_MS) {
      runs.push([]);
    }
    runs[runs.length - 1].push(point);
  });
  return runs;
}
