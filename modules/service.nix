# The same for every unit that plays, whoever starts it; packaging/systemd has it for other systems.
{
  unit = {
    # A start that fails is tried five times, then somebody has to look.
    StartLimitIntervalSec = 60;
    StartLimitBurst = 5;
  };

  service = {
    Type = "notify-reload";
    WatchdogSec = 30;
    TimeoutStartSec = 60;
    Restart = "on-failure";
    RestartSec = 2;
    # Wrong arguments, bad or absent files, no permission, a wrong configuration: trying again
    # changes nothing.
    RestartPreventExitStatus = "2 65 66 77 78";
  };

  # What playing has no use for. MemoryDenyWriteExecute is not here: Node's compiler needs what it
  # denies.
  sandbox = {
    NoNewPrivileges = true;
    LockPersonality = true;
    RestrictSUIDSGID = true;
    RestrictNamespaces = true;
    RestrictAddressFamilies = [
      "AF_UNIX"
      "AF_INET"
      "AF_INET6"
      "AF_NETLINK"
    ];
    SystemCallArchitectures = "native";
    SystemCallFilter = "@system-service";
    SystemCallErrorNumber = "EPERM";
    ProtectSystem = "strict";
    ProtectKernelTunables = true;
    ProtectKernelModules = true;
    ProtectKernelLogs = true;
    ProtectControlGroups = true;
    ProtectHostname = true;
    UMask = "0027";
  };

  # As much as the limits allow: the play thread asks for the priority of its setting, FluidSynth
  # keeps its samples in memory.
  realtime = {
    LimitRTPRIO = 95;
    LimitMEMLOCK = "infinity";
  };
}
