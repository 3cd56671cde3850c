// nginx in front of some upstreams, as its manual configures it: keep-alive to them, and no POST is sent twice.
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { CannotRun } from '../report/cannot-run.mjs'
import { freePort } from './app-process.mjs'

function configuration(folder, port, upstreams) {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  )
  return `
daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log info;
events { worker_connections 512; }
http {
  access_log off;
  ${temporary.join('\n  ')}
  upstream app {
    ${upstreams.map((each) => `server 127.0.0.1:${each} max_fails=0;`).join('\n    ')}
    keepalive 16;
  }
  server {
    listen 127.0.0.1:${port};
    keepalive_requests 1000000;
    location / {
      proxy_pass http://app;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
    }
  }
}
`
}

/** Starts one; `problems()` counts what its error log says of upstreams. */
export async function startNginx(upstreams) {
  try {
    execFileSync('nginx', ['-v'], { stdio: 'ignore' })
  } catch {
    throw new CannotRun('nginx is not there: apt-get install nginx-light')
  }
  const folder = mkdtempSync(path.join(os.tmpdir(), 'plimsoll-nginx-'))
  const port = await freePort()
  writeFileSync(`${folder}/nginx.conf`, configuration(folder, port, upstreams))
  const child = spawn('nginx', ['-e', `${folder}/error.log`, '-c', `${folder}/nginx.conf`], {
    stdio: 'inherit',
  })
  const exited = once(child, 'exit')
  await accepts(port)
  const count = (log, text) => log.split(text).length - 1
  return {
    port,
    problems() {
      const log = readFileSync(`${folder}/error.log`, 'utf8')
      return {
        reset: count(log, 'Connection reset by peer'),
        closedEarly: count(log, 'upstream prematurely closed'),
        refused: count(log, 'Connection refused'),
      }
    },
    async stop() {
      child.kill('SIGTERM')
      await exited
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function accepts(port) {
  for (let tries = 0; tries < 200; tries++) {
    const socket = connect(port, '127.0.0.1')
    const [event] = await Promise.race([
      once(socket, 'connect').then(() => ['connect']),
      once(socket, 'error').then(() => ['error']),
    ]).catch(() => ['error'])
    socket.destroy()
    if (event === 'connect') return
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new CannotRun('nginx did not start')
}
