// pm2 start ecosystem.config.cjs; `pm2 reload shop` replaces the processes one by one.
module.exports = {
  apps: [
    {
      name: 'shop',
      script: '../server.js',
      exec_mode: 'cluster',
      instances: 4,
      env: { NODE_ENV: 'production', HOST: '0.0.0.0', PORT: '3000' },
      node_args: '--max-old-space-size=384',
      // The process says when it serves. Without this PM2 ends the old one before the new one listens.
      wait_ready: true,
      // When this has passed PM2 ends the old process, whether the new one is ready or not: longer than any start.
      listen_timeout: 30_000,
      // Longer than the drain, which takes 25 s at most. By itself PM2 kills after 1.6 s.
      kill_timeout: 30_000,
      // A program that cannot start is tried less and less often.
      exp_backoff_restart_delay: 200,
    },
  ],
}
