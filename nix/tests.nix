# The tests that need neither network nor device, in the sandbox of the build.
{
  lib,
  stdenv,
  bash,
  clang-tools,
  fluidsynth,
  fw16-synth,
  nodejs,
}:
stdenv.mkDerivation {
  name = "fw16-synth-tests";
  src = lib.fileset.toSource {
    root = ../.;
    fileset = lib.fileset.difference ../. (
      lib.fileset.unions [
        (lib.fileset.maybeMissing ../dist)
        (lib.fileset.maybeMissing ../node_modules)
        (lib.fileset.maybeMissing ../library-paths.json)
      ]
    );
  };
  nativeBuildInputs = [
    bash
    clang-tools
    fluidsynth
    nodejs
  ];
  buildPhase = ''
    export HOME=$TMPDIR
    cp -r ${fw16-synth.nodeModules} node_modules
    chmod -R u+w node_modules
    patchShebangs node_modules
    cp ${fw16-synth}/lib/fw16-synth/library-paths.json .
    npm run build
  '';
  # Those under tests/edge start servers and ask for Debian's packages.
  doCheck = true;
  checkPhase = ''
    node --enable-source-maps --test $(find dist/src dist/tests/property dist/tests/golden.test.js \
      dist/tests/floors.test.js dist/tests/docs.test.js -name '*.test.js')
  '';
  installPhase = "touch $out";
}
