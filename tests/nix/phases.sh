# What stdenv does for a package, as far as ours takes it, with the tools of this machine.
# shellcheck shell=bash disable=SC2154,SC2317 # what the derivation has is set, and its phases call these
set -eu
export TMPDIR=${TMPDIR:-/tmp} CC=cc
# nixpkgs builds where no home is.
export HOME=/homeless-shelter

runHook() { :; }
# The shebangs of this machine are right as they are.
patchShebangs() { :; }

makeWrapper() {
  local program=$1 wrapper=$2 flags='' settings=''
  shift 2
  while (($# > 0)); do
    case $1 in
      --add-flags)
        flags+=" $2"
        shift 2
        ;;
      --set-default)
        settings+="export $2=\${$2-$3}"$'\n'
        shift 3
        ;;
      *)
        echo "makeWrapper: what is $1?" >&2
        exit 1
        ;;
    esac
  done
  mkdir -p "$(dirname "$wrapper")"
  printf '#!/bin/bash\n%sexec %s%s "$@"\n' "$settings" "$program" "$flags" >"$wrapper"
  chmod +x "$wrapper"
}

# substituteInPlace FILE --replace-fail FROM TO
substituteInPlace() {
  local text
  text=$(cat "$1")
  if [[ $text != *"$3"* ]]; then
    echo "$1 has no $3" >&2
    exit 1
  fi
  printf '%s\n' "${text//"$3"/$4}" >"$1"
}

installManPage() {
  local page
  for page in "$@"; do
    install -D -m 644 "$page" -t "$out/share/man/man${page##*.}"
  done
}

# installShellCompletion --cmd NAME --bash FILE --zsh FILE --fish FILE
installShellCompletion() {
  install -D -m 644 "$4" "$out/share/bash-completion/completions/$2.bash"
  install -D -m 644 "$6" "$out/share/zsh/site-functions/_$2"
  install -D -m 644 "$8" "$out/share/fish/vendor_completions.d/$2.fish"
}

cp -r "$src" source
chmod -R u+w source
cd source
eval "${buildPhase-}"
eval "${installPhase-}"
if [ -n "${doInstallCheck-}" ]; then eval "$installCheckPhase"; fi
exit 0
