# What is typed at the console, and nothing of ours, is in this file.
if [ "$(tty)" = /dev/tty1 ]; then
  stty -icanon -echo -isig
  exec cat >"$HOME/typed"
fi
