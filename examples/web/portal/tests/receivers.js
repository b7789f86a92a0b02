// Those outside whom the server writes to, in this process: a mail server, and a service that takes text messages.
import { createServer as listenHttp } from 'node:http';
import { createServer } from 'node:net';

const HOST = '127.0.0.1';
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

const listening = async (server, port) => {
  server.unref();
  await new Promise((ready) => server.listen(port, HOST, ready));
  return server.address().port;
};

/** A letter's text, without the breaks that quoted-printable puts into long lines (RFC 2045). */
function textOf(letter) {
  if (!/^Content-Transfer-Encoding: quoted-printable/im.test(letter)) return letter;
  const whole = letter.replaceAll('=\r\n', '');
  return whole.replace(/=([0-9A-F]{2})/g, (_, code) => String.fromCharCode(parseInt(code, 16)));
}

/** Takes letters by SMTP (RFC 5321), as much of it as a client needs that sends one; it can refuse, and be away. */
export class MailServer {
  letters = [];
  /** Addresses for which there is no mailbox. */
  gone = new Set();
  #sockets = new Set();
  #server = createServer((socket) => this.#talk(socket));
  #port = 0;

  /** Answers with what a server is started with that sends its mail here. */
  async options() {
    await this.start();
    return ['--smtp', `smtp://${HOST}:${this.#port}`, '--mail-from', 'Maple Court <office@example.org>'];
  }

  /** At the same address as before. */
  async start() {
    this.#port = await listening(this.#server, this.#port);
  }

  async stop() {
    const closed = new Promise((done) => this.#server.close(done));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #talk(socket) {
    this.#sockets.add(socket);
    socket.on('error', () => {}).on('close', () => this.#sockets.delete(socket));
    const answer = (line) => socket.write(`${line}\r\n`);
    let [text, inLetter, to] = ['', false, []];
    socket.setEncoding('utf8').on('data', (piece) => {
      text += piece;
      for (let end = this.#endOf(text, inLetter); end >= 0; end = this.#endOf(text, inLetter)) {
        const said = text.slice(0, end);
        text = text.slice(end + (inLetter ? 5 : 2));
        if (inLetter) {
          this.letters.push({ to, text: textOf(said) });
          [inLetter, to] = [false, []];
          answer('250 taken');
          continue;
        }
        const command = said.slice(0, 4).toUpperCase();
        if (command === 'RCPT') {
          const [, address] = /<(.*)>/.exec(said) ?? [];
          if (this.gone.has(address)) {
            answer('550 5.1.1 no such mailbox');
            continue;
          }
          to.push(address);
        }
        inLetter = command === 'DATA';
        answer(inLetter ? '354 go on' : command === 'QUIT' ? '221 bye' : '250 mail.example.org');
      }
    });
    answer('220 mail.example.org');
  }

  #endOf(text, inLetter) {
    return text.indexOf(inLetter ? '\r\n.\r\n' : '\r\n');
  }
}

/** Takes text messages as webhooks, with a status of its choosing. */
export class TextService {
  messages = [];
  status = 200;
  #server = listenHttp(async (request, response) => {
    const pieces = await request.toArray();
    if (this.status === 200) this.messages.push(JSON.parse(Buffer.concat(pieces)).data);
    response.writeHead(this.status).end();
  });

  async options() {
    const port = await listening(this.#server, 0);
    return ['--sms-webhook', `http://${HOST}:${port}/`, '--webhook-secret', SECRET];
  }
}
