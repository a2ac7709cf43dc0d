# shellcheck shell=bash
# Lays out node_modules in this folder for a CPU, as nix/node-modules.nix wants it.
set -eu
npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error \
  --os=linux --cpu="$1" --libc=glibc
rm -rf node_modules/.package-lock.json node_modules/@biomejs node_modules/.bin/biome
