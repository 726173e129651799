#!/usr/bin/env bash
# Builds the fuzzer, gathers seeds, and runs it. See README.md beside this file.
#   fuzz.sh build                    -> $FUZZ/celltop-fuzz
#   fuzz.sh seeds FOLDER…            heads and tails of the files below the folders, and the formats' own samples
#   fuzz.sh run TARGET SECONDS       one format's id, or: any described per-cycle container workbook pages
#   fuzz.sh round SECONDS            every target, one after another
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
FUZZ=${FUZZ:-/tmp/celltop-fuzz}
mkdir -p "$FUZZ"

build() {
  local objects=() module folder
  local flags=(-swift-version 6 -package-name celltop -parse-as-library -O -wmo -sanitize=fuzzer -I "$FUZZ" -I "$root/Sources/Shell/CZlib")
  flags+=(-enable-upcoming-feature InternalImportsByDefault -enable-upcoming-feature MemberImportVisibility)
  flags+=(-enable-upcoming-feature ExistentialAny)
  for folder in Core/CellModel Core/CyclerFormats Core/Cycling Core/Metrics Core/Stages Core/Fleet Shell/Archives; do
    module=$(basename "$folder")
    find "$root/Sources/$folder" -name '*.swift' -print0 | xargs -0 swiftc "${flags[@]}" -module-name "$module" \
      -emit-module -emit-module-path "$FUZZ/$module.swiftmodule" -c -o "$FUZZ/$module.o"
    objects+=("$FUZZ/$module.o")
  done
  swiftc "${flags[@]}" -module-name celltop_fuzz "$here"/*.swift "$root/Tests/TestSupport/SampleBits.swift" \
    "${objects[@]}" -lz -lm -o "$FUZZ/celltop-fuzz.new"
  mv "$FUZZ/celltop-fuzz.new" "$FUZZ/celltop-fuzz"
}

seeds() {
  local seeds=$FUZZ/seeds file name
  mkdir -p "$seeds"
  while IFS= read -r -d '' file; do
    name=$(echo "$file" | md5sum | head -c 12)
    for size in 2000 12000 64000; do head -c $size "$file" > "$seeds/$name.head$size"; done
    { head -c 8000 "$file"; tail -c 4000 "$file"; } > "$seeds/$name.ends"
    [ "$(stat -c %s "$file")" -le 100000 ] && cp "$file" "$seeds/$name.whole"
    case ${file,,} in *.ndax | *.xlsx | *.ndc) CELLTOP_FUZZ=seeds CELLTOP_SEEDS=$seeds "$FUZZ/celltop-fuzz" "$file" > /dev/null 2>&1 || true ;; esac
  done < <(find "$@" -type f -size +10c -print0)
  { printf '\0Time|s\n\2U|V\n\3I|mA\n\4Q+|mAh\n\5Q-|mAh\n\14Phase\n\n'; printf 'Time;U;I;Q+;Q-;Phase\n0;3,1;-1,5;0;0;dchg\n10;3,0;1,5;0;0.1;chg\n'; } > "$seeds/described"
  printf 'cycle,q_out_mAh,ce\n1,1.01,0.99\n2,1.00,0.98\n' > "$seeds/per-cycle"
}

# Goes on behind a crash for as long as it was given; a line a part is added to $FUZZ/rounds.
run() {
  local corpus=$FUZZ/corpus/$1 length=6000 end=$((SECONDS + $2)) log=$FUZZ/log.$1
  mkdir -p "$corpus" "$FUZZ/crashes/$1"
  case $1 in pages | container | neware-nd* | biologic-mpr) length=32768 ;; esac
  if [ -z "$(ls -A "$corpus")" ]; then
    # Of the seeds, those that this target tells apart.
    CELLTOP_FUZZ=$1 "$FUZZ/celltop-fuzz" -merge=1 -timeout=10 -max_len="$length" "$corpus" "$FUZZ/seeds" > "$log" 2>&1
  fi
  while [ $((end - SECONDS)) -gt 4 ]; do
    CELLTOP_FUZZ=$1 SWIFT_BACKTRACE=enable=no "$FUZZ/celltop-fuzz" -max_total_time=$((end - SECONDS)) -timeout=10 \
      -max_len="$length" -rss_limit_mb=1500 -print_final_stats=1 -artifact_prefix="$FUZZ/crashes/$1/" -reload=0 \
      "$corpus" > "$log" 2>&1 && status=0 || status=$?
    {
      echo "$(date +%T) $1 exit $status"
      grep -aoE 'INITED cov: [0-9]+ ft: [0-9]+' "$log" || true
      grep -aoE 'cov: [0-9]+ ft: [0-9]+' "$log" | tail -1 || true
      grep -aE 'number_of_executed|Fatal error|ERROR: libFuzzer|SUMMARY|Test unit written' "$log" | cut -c1-300 || true
    } | tr '\n' ' ' >> "$FUZZ/rounds"
    echo >> "$FUZZ/rounds"
  done
}

targets() {
  echo any described per-cycle container workbook pages
  grep -hoE 'let id = "[a-z0-9-]+"' "$root"/Sources/Core/CyclerFormats/Formats/*.swift | cut -d'"' -f2
}

case ${1:-} in
build) build ;;
seeds) shift; seeds "$@" ;;
run) run "$2" "$3" ;;
round) for target in $(targets); do run "$target" "$2"; done ;;
*) sed -n '2,7p' "$0"; exit 2 ;;
esac
