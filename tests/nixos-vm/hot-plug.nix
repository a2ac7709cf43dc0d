# A keyboard that is plugged in plays; pulled out with a key down, it leaves no note behind.
_: {
  nodes.machine = {
    imports = [ ./player.nix ];
    virtualisation.qemu.options = [ "-device qemu-xhci" ];
  };
  testScript = builtins.readFile ./steps.py + ''
    ready(machine)
    count = f"{AS_ALICE} fw16-synth status --json | jq .playing.nodes"
    before = int(machine.succeed(count))
    machine.send_monitor_command("device_add usb-kbd,id=second")
    machine.wait_until_succeeds(f"test $({count}) -gt {before}")
    plays(machine)
    machine.send_monitor_command("sendkey q 5000")
    machine.send_monitor_command("device_del second")
    machine.wait_until_succeeds(f"test $({count}) -eq {before}")
    machine.wait_until_succeeds(
        f"{AS_ALICE} fw16-synth send health | jq -e '.checks[\"play:notes\"][0].status == \"pass\"'"
    )
    plays(machine)
  '';
}
