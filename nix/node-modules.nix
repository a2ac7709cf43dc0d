# node_modules as package-lock.json pins it. The lock names no addresses, only versions and
# hashes, so npm itself brings the packages and checks each; the hash below is of the whole tree.
# `npm run nix:hashes` computes it anew when the lock changes, and a test says so.
{
  lib,
  stdenvNoCC,
  nodejs,
  cacert,
}:
let
  inherit (stdenvNoCC.hostPlatform) system;
  hashes = lib.importJSON ./npm-hashes.json;
  cpus = {
    x86_64-linux = "x64";
    aarch64-linux = "arm64";
  };
in
stdenvNoCC.mkDerivation {
  name = "fw16-synth-node-modules";
  src = lib.fileset.toSource {
    root = ../.;
    fileset = lib.fileset.unions [
      ../package.json
      ../package-lock.json
    ];
  };
  nativeBuildInputs = [ nodejs ];

  outputHashMode = "recursive";
  outputHash = hashes.${system} or (throw "fw16-synth: there is no hash for ${system}");
  impureEnvVars = lib.fetchers.proxyImpureEnvVars ++ [
    "NPM_CONFIG_REGISTRY"
    "NPM_CONFIG_USERCONFIG"
  ];
  NODE_EXTRA_CA_CERTS = "${cacert}/etc/ssl/certs/ca-bundle.crt";

  # What the script leaves is the same for every npm: no cache, no bookkeeping. Biome is not
  # needed to build, and its program runs on no NixOS.
  buildPhase = ''
    runHook preBuild
    export HOME=$TMPDIR/home npm_config_cache=$TMPDIR/cache
    bash ${./npm-tree.sh} ${cpus.${system} or system}
    runHook postBuild
  '';
  installPhase = ''
    runHook preInstall
    mv node_modules $out
    runHook postInstall
  '';
  # A fixed output may hold no store path, and fixing scripts would put some in.
  dontFixup = true;
}
