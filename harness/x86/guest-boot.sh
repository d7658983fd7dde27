#!/bin/busybox sh
# shellcheck shell=dash
#!/bin/busybox sh
# First program of the guest's kernel (/init of the initrd): loads the modules, mounts the disk, hands over.
/bin/busybox mount -t devtmpfs dev /dev
while read -r module; do
    /bin/busybox insmod "/lib/$module" 2>/dev/null
done </lib/order
n=0
until [ -b /dev/vda ] || [ "$n" -gt 50 ]; do
    /bin/busybox sleep 0.1
    n=$((n + 1))
done
/bin/busybox mount -t ext4 -o noatime /dev/vda /mnt || exec /bin/busybox sh
/bin/busybox mount --move /dev /mnt/dev
exec /bin/busybox switch_root /mnt /sbin/x86-init
