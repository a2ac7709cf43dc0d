# An upgrade is taken up by the running service, a rollback takes it back, and once it is switched
# off nothing of it is left.
_: {
  nodes.machine =
    { lib, ... }:
    {
      imports = [ ./player.nix ];
      specialisation = {
        newer.configuration.programs.fw16-synth.settings.keyboard.octave = 2;
        without.configuration.programs.fw16-synth.enable = lib.mkForce false;
      };
    };
  testScript = builtins.readFile ./steps.py + ''
    def octave():
        return int(machine.succeed(f"{AS_ALICE} fw16-synth status --json | jq .playing.octave"))

    def switch(to):
        machine.succeed(f"{to}/bin/switch-to-configuration test >&2")

    ready(machine)
    first = machine.succeed("readlink -f /run/current-system").strip()
    assert octave() == 4
    switch(f"{first}/specialisation/newer")
    ready(machine)
    assert octave() == 2
    switch(first)
    ready(machine)
    assert octave() == 4

    switch(f"{first}/specialisation/without")
    machine.wait_until_fails(f"systemctl is-active {SERVICE}")
    for gone in (
        "command -v fw16-synth",
        "test -e /etc/fw16-synth/config.yaml",
        "test -e /etc/udev/rules.d/70-fw16-synth.rules",
        "systemctl cat fw16-synth@1000.service",
        "getent group fw16-synth",
    ):
        machine.fail(gone)
  '';
}
