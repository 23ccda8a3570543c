// What an operator may order. Buttons live only while a token is entered; every order is confirmed in words first,
// and what the daemon answers is shown as its own sentences. The token stays in this tab's session storage and
// nowhere else.

import { byId, element, setText } from './dom.js';

const KEY = 'alias-defender-token';
const TIMEOUT_MS = 60_000;

export class Actions {
  #buttons = new Set();
  #view = null;

  constructor() {
    byId('token-form').addEventListener('submit', (event) => {
      event.preventDefault();
      const token = byId('token').value.trim();
      if (token !== '') sessionStorage.setItem(KEY, token);
      byId('token').value = '';
      this.#enable();
    });
    byId('token-forget').addEventListener('click', () => {
      sessionStorage.removeItem(KEY);
      this.#enable();
    });
    byId('maintenance-form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#maintenance();
    });
    this.#own('maintenance-begin');
    this.#own('maintenance-end').addEventListener('click', () => this.#maintenanceEnd());
    this.#own('reload').addEventListener('click', () => this.#reload());
    this.#enable();
  }

  show(view) {
    this.#view = view;
    byId('maintenance-end').hidden = view.maintenance === null;
  }

  /** A button that is alive only with a token. */
  button(text, act) {
    const made = element('button', '', text);
    made.type = 'button';
    made.addEventListener('click', act);
    this.#buttons.add(made);
    made.disabled = sessionStorage.getItem(KEY) === null;
    return made;
  }

  /** A list to choose from that is alive only with a token. */
  choice(label) {
    const made = element('select', '');
    made.setAttribute('aria-label', label);
    this.#buttons.add(made);
    made.disabled = sessionStorage.getItem(KEY) === null;
    return made;
  }

  /** @param to the name of a node; '': whichever takes it */
  move(address, to) {
    const where = to === this.#view?.node
      ? `${to} is to have ${address}: the node that has it is asked for it.`
      : `${this.#node()} is to hand ${address} over to ${to === '' ? 'the best-ranked node that takes it' : to}.`;
    this.#order(`${where} Nothing is lost: the other one lets go of it when it is taken. Where that fails it stays where`
      + ' it is.', `api/aliases/${encodeURIComponent(address)}/move`, to === '' ? {} : { node: to });
  }

  bring(address) {
    this.#order(`${this.#node()} is to take ${address}. It refuses while another host has it; then take it off there`
      + ' first.', `api/aliases/${encodeURIComponent(address)}/add`);
  }

  takeOff(address) {
    this.#order(`${this.#node()} is to let go of ${address} and not to take it again until another host has had it.`
      + ' Its clients are without it until another node takes over.',
    `api/aliases/${encodeURIComponent(address)}/remove`);
  }

  #maintenance() {
    const reason = byId('maintenance-reason').value.trim();
    const time = byId('maintenance-for').value.trim();
    const until = time === '' ? 'until somebody ends that' : `for ${time}`;
    this.#order(`${this.#node()} is to go into maintenance ${until}: it lets go of everything that it has, and takes`
      + ' nothing.', 'api/maintenance', { on: true, reason, ...(time === '' ? {} : { for: time }) });
  }

  #maintenanceEnd() {
    this.#order(`${this.#node()} is to end its maintenance and to defend its aliases again.`, 'api/maintenance',
      { on: false });
  }

  #reload() {
    this.#order(`${this.#node()} is to look at its configuration file now.`, 'api/reload');
  }

  #node() {
    return this.#view?.node ?? 'The node';
  }

  #own(id) {
    this.#buttons.add(byId(id));
    return byId(id);
  }

  #enable() {
    const without = sessionStorage.getItem(KEY) === null;
    for (const button of this.#buttons) button.disabled = without;
    byId('token-forget').hidden = without;
    setText(byId('token-state'), without
      ? 'Without a token this page only shows. The token is the one of the configuration (web: token-file).'
      : 'A token is entered: the buttons give orders. It is forgotten when this tab is closed.');
  }

  async #order(words, path, body) {
    if (!await confirmed(words)) return;
    setText(byId('answer'), 'Asking …');
    byId('answer').scrollIntoView({ block: 'nearest' });
    setText(byId('answer'), await this.#send(path, body));
  }

  async #send(path, body) {
    const headers = { Authorization: `Bearer ${sessionStorage.getItem(KEY)}` };
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    try {
      const response = await fetch(path, {
        method: 'POST', headers, body: body === undefined ? undefined : JSON.stringify(body),
        signal: AbortSignal.timeout(TIMEOUT_MS), cache: 'no-store',
      });
      return outcome(response, await response.json());
    } catch (failure) {
      return `✗ Not known whether it was done: ${failure.message}`;
    }
  }
}

/** The daemon's own sentences: what was done, the plan of a reload, or the detail of a problem. */
function outcome(response, answer) {
  const lines = answer.sentences ?? answer.lines ?? [answer.detail ?? `HTTP status ${response.status}`];
  const said = lines.length === 0 ? 'nothing has changed' : lines.join('\n');
  return `${response.ok ? '● Done' : '✗ Not done'}: ${said}`;
}

function confirmed(words) {
  const dialog = byId('confirm');
  setText(byId('confirm-words'), words);
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true });
  });
}
