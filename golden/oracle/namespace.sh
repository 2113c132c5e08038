# Arguments: the folder of the units, where they are to be read, systemd, the target.
# A manager in test mode refuses to be root and needs /run/systemd/system; both failures are silent.
mount -t tmpfs tmpfs /run
mkdir -p /run/systemd/system /run/user/65534 "$2"
cp -r "$1/." "$2"
chown 65534 /run/user/65534
chmod 700 /run/user/65534
chmod -R a+rX "$2"
cd /
export XDG_RUNTIME_DIR=/run/user/65534 HOME=/run/user/65534 SYSTEMD_UNIT_PATH="$2:/usr/lib/systemd/user"
exec setpriv --reuid 65534 --regid 65534 --clear-groups \
    "$3" --test --user --unit="$4" --log-target=console --log-level=warning --log-color=no --no-pager
