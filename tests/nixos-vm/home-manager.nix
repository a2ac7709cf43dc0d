# Home Manager's unit starts with the session, and again when its configuration changes.
{ home-manager, ... }:
{
  nodes.machine =
    { lib, ... }:
    {
      imports = [
        ./player.nix
        "${home-manager}/nixos"
      ];
      # This time the session itself plays.
      programs.fw16-synth.service.enable = lib.mkForce false;
      programs.fw16-synth.devices.allKeyboards = lib.mkForce false;
      users.users.alice.extraGroups = [ "input" ];
      home-manager.users.alice = {
        imports = [ ../../modules/home-manager.nix ];
        home.stateVersion = "26.05";
        programs.fw16-synth = {
          enable = true;
          service.enable = true;
          defaultOctave = 5;
        };
      };
    };
  testScript = builtins.readFile ./steps.py + ''
    machine.wait_for_unit("multi-user.target")
    machine.wait_for_unit("fw16-synth.service", "alice")
    show = f"{AS_ALICE} fw16-synth config show --json"
    machine.succeed(
        f"{show} | jq -e '.[] | select(.key == \"keyboard.octave\") | .value == 5 and .from == \"user file\"'"
    )
    machine.succeed(f"{AS_ALICE} systemctl --user cat fw16-synth | grep -q X-Restart-Triggers")
    machine.succeed(f"{AS_ALICE} fw16-synth status --json | jq -e .")
  '';
}
