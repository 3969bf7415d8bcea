#!/bin/sh
# Makes the tables, and prints the conflicts between sources that are new since the run before; nothing if there are
# none, so that cron sends mail only if there is something to read. Usage: run_and_tell.sh RAW OUTPUTS
# PYTHON names the Python that Corroborate was set up with.
set -u
python=${PYTHON:-/opt/corroborate/.venv/bin/python}
before=$(readlink -f "$2/latest")

"$python" -m pipeline.cli run --quiet --raw "$1" --out "$2"
code=$?
case $code in
0 | 3) ;; # the tables were written
*) exit $code ;;
esac

if [ -d "$before" ] && [ "$before" != "$(readlink -f "$2/latest")" ]; then
    changes=$("$python" -m pipeline.cli diff "$before" "$2/latest") || exit
    printf '%s\n' "$changes" | awk '/^new conflict/ { lines = 3 } lines-- > 0' # what differs, and both claims
fi
exit $code
