/** A server that does nothing but answer with the bytes of a file: `peer.js FILE PORT`. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [file = '', port = ''] = process.argv.slice(2);
const bytes = readFileSync(file);

createServer((_, response) => {
  response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });
  response.end(bytes);
}).listen(Number(port), '127.0.0.1', () => process.stdout.write('listening\n'));
