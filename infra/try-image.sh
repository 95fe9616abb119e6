#!/usr/bin/env bash
# Tries an unpacked image as production runs it: not root, no capabilities, its file system read-only but for /tmp and
# /data. Called by infra/build-here.sh as: try-image.sh ROOT IMAGE.json
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/node_modules/.bin:$PATH"
root=$1 image=$2
fail() { echo "not as it should be: $1" >&2; exit 1; }
of_image() { node -p "const { config } = JSON.parse(fs.readFileSync('$image', 'utf8')).Docker; $1"; }

[[ $(of_image 'config.User') == 1000:1000 ]] || fail 'the image runs as somebody else than 1000'
start=$(of_image 'config.Cmd.join(" ")')
[[ $start == node\ * ]] || fail 'the image starts something else'
for dev in test sandbox bench docs manifest node_modules/typescript node_modules/mocha node_modules/node; do
  [[ ! -e $root/app/$dev ]] || fail "$dev is in the image"
done
[[ -z $(find "$root/app" \( -uid 1000 -o -perm /o+w \) ! -type l -print -quit) ]] || fail 'the bot could change its own code'

work=$(mktemp -d)
trap '[[ -z ${azure:-} ]] || kill "$azure" || true; [[ -z ${bot:-} ]] || kill -9 "$bot" 2>/dev/null || true; rm -rf "$work"' EXIT
free_port() { node -e "const s = net.createServer().listen(0, '127.0.0.1', () => { console.log(s.address().port); s.close(); })"; }
# A simulated Azure, so that the bot can become ready.
node -e "import('./sandbox/azure/simulator.ts').then(async ({ startAzureSimulator }) => console.log((await startAzureSimulator()).url))" \
  >"$work/azure" &
azure=$!
for _ in $(seq 600); do [[ -s $work/azure ]] && break; sleep 0.1; done

port=$(free_port)
mkdir "$work/policy"
cp sandbox/access-policy.yaml "$work/policy/access-policy.yaml"
chmod -R a+rX "$work"
of_image 'config.Env.join("\n")' >"$work/env"
cat >>"$work/env" <<ENV
PORT=$port
HOST=127.0.0.1
MicrosoftAppId=11111111-2222-3333-4444-555555555555
MicrosoftAppType=UserAssignedMSI
MicrosoftAppTenantId=99999999-8888-7777-6666-555555555555
AZURE_ARM_ENDPOINT=$(cat "$work/azure")
ENV

# In namespaces of its own: the mounts are gone with it, and the bot is process 1 there, as in a container.
inside='
  set -e
  mount --bind "$root" "$root"
  mount --bind "$work/policy" "$(mkdir -p "$root/policy"; echo "$root/policy")"
  mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
  mount -t tmpfs -o uid=1000,gid=1000,mode=700 tmpfs "$root/data"
  mount -t proc proc "$root/proc"
  mount -o remount,bind,ro "$root"
  mount -o remount,bind,ro "$root/policy"
  mapfile -t variables <"$work/env"
  exec env -i "${variables[@]}" chroot "$root" setpriv --reuid=1000 --regid=1000 --clear-groups --no-new-privs \
    --inh-caps=-all --bounding-set=-all sh -c "cd /app && exec $start"'
export root work start
unshare --mount --pid --fork --kill-child bash -c "$inside" >"$work/bot.log" 2>&1 &
bot=$!

status() { curl --silent --output /dev/null --write-out '%{http_code}' "$@" || true; }
for _ in $(seq 300); do
  [[ $(status "http://127.0.0.1:$port/readyz") == 200 ]] && break
  kill -0 "$bot" 2>/dev/null || { cat "$work/bot.log" >&2; fail 'the bot ended'; }
  sleep 1
done
[[ $(status "http://127.0.0.1:$port/readyz") == 200 ]] || { cat "$work/bot.log" >&2; fail '/readyz is not 200'; }
[[ $(status "http://127.0.0.1:$port/healthz") == 200 ]] || fail '/healthz is not 200'
activity='{"type":"message","id":"1","channelId":"msteams","serviceUrl":"https://smba.trafficmanager.net/emea/","from":{"id":"29:x"},
  "recipient":{"id":"28:y"},"conversation":{"id":"a:z"},"text":"help"}'
[[ $(status --json "$activity" "http://127.0.0.1:$port/api/messages") == 401 ]] || fail 'it takes words from anybody'

pid=$(pgrep --parent "$bot")
[[ $(stat --format %u "/proc/$pid") == 1000 ]] || fail 'the process is not 1000'
enter=(nsenter --target "$pid" --mount --pid chroot "$root" setpriv --reuid=1000 --regid=1000 --clear-groups env "PORT=$port" PATH=/usr/local/bin:/usr/bin:/bin)
"${enter[@]}" touch /tmp/x /data/x || fail 'it cannot write where it has to'
for place in /app /policy /etc; do
  ! "${enter[@]}" touch "$place/x" 2>/dev/null || fail "$place can be written to"
done
of_image 'JSON.stringify(config.Healthcheck.Test.slice(1))' >"$work/health.json"
mapfile -d '' -t health < <(node -e "process.stdout.write(JSON.parse(fs.readFileSync('$work/health.json')).map((word) => word + '\0').join(''))")
"${enter[@]}" "${health[@]}" || fail 'its HEALTHCHECK fails while it lives'

kill -TERM "$pid"
code=0
wait "$bot" || code=$?
bot=
[[ $code == 0 ]] || { cat "$work/bot.log" >&2; fail "it ended with $code when it was asked to stop"; }
echo '== it starts as user 1000 with a read-only file system, becomes ready, passes its HEALTHCHECK, and stops when asked'
