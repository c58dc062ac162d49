'use strict';

const MOST_LINES = 200;
const NAME_KEY = 'sse-bridge-name';

/** The chat: shows what the stream brings, and sends. What is sent is never shown directly. */
class Chat {
  constructor(address) {
    this.address = address;
    this.lines = document.getElementById('chat-lines');
    this.scroll = document.getElementById('chat-scroll');
    this.empty = document.getElementById('chat-empty');
    this.name = document.getElementById('chat-name');
    this.text = document.getElementById('chat-text');
    this.status = document.getElementById('chat-status');
    this.sending = false;
    this.name.value = rememberedName() || `guest-${10 + Math.floor(Math.random() * 90)}`;
    this.name.addEventListener('change', () => rememberName(this.name.value));
    document.getElementById('chat-form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.send();
    });
  }

  show(data) {
    const line = document.createElement('li');
    const end = data.indexOf(': ');
    if (end > 0) {
      const who = document.createElement('span');
      who.className = 'who';
      who.textContent = data.slice(0, end);
      line.append(who, document.createTextNode(data.slice(end)));
    } else {
      line.textContent = data;
    }
    this.append(line);
  }

  showGap(reason) {
    const line = document.createElement('li');
    line.className = 'gap';
    line.textContent = `some lines may be missing: ${reason}`;
    this.append(line);
  }

  append(line) {
    const { scrollHeight, scrollTop, clientHeight } = this.scroll;
    const atEnd = scrollHeight - scrollTop - clientHeight < 40;
    line.dataset.time = clock(new Date(), false);
    this.lines.append(line);
    while (this.lines.childElementCount > MOST_LINES) {
      this.lines.firstElementChild.remove();
    }
    this.empty.hidden = true;
    if (atEnd) {
      this.scroll.scrollTop = this.scroll.scrollHeight;
    }
  }

  async send() {
    const name = this.name.value.replaceAll(':', ' ').replace(/\s+/g, ' ').trim();
    const typed = this.text.value;
    if (this.sending || name === '' || typed.trim() === '') {
      return;
    }
    this.sending = true;
    const failure = await this.post(`${name}: ${typed}`);
    this.sending = false;
    this.status.textContent = failure ? `Not sent: ${failure}` : '';
    if (!failure && this.text.value === typed) {
      this.text.value = '';
    }
  }

  /** Sends one line; returns why it was not taken, or an empty text. */
  async post(body) {
    const headers = { 'content-type': 'text/plain; charset=utf-8' };
    try {
      const answer = await fetch(this.address, { method: 'POST', headers, body });
      if (answer.ok) {
        return '';
      }
      const reason = (await answer.text()).trim().slice(0, 300);
      return `${answer.status} ${answer.statusText} ${reason}`.replace(/\s+/g, ' ').trim();
    } catch {
      return 'the node cannot be reached. Send again once the stream is live.';
    }
  }
}

/** Storage can be forbidden; the chat then works with a fresh name each time. */
function rememberedName() {
  try {
    return localStorage.getItem(NAME_KEY);
  } catch {
    return null;
  }
}

function rememberName(name) {
  try {
    localStorage.setItem(NAME_KEY, name);
  } catch {
    return;
  }
}
