# shellcheck shell=bash
# What the emulated PC is made of: packages, root folder, kernel, initrd, disk. Sourced by build-rootfs.sh.
# shellcheck disable=SC2154 # here, cache: set by build-rootfs.sh

suite=${X86_SUITE:-bookworm}
disk_mb=${X86_DISK_MB:-4096}
apt_root=$cache/apt

# Everything that wine32 depends on comes along by apt's own resolution.
packages=(
    base-files base-passwd bash coreutils dash diffutils findutils grep gzip libc-bin
    mawk procps sed tar util-linux mount busybox-static
    libwine wine32 wine fonts-wine fonts-liberation fontconfig
)
kernel_package=linux-image-686-pae
# Wanted by OpenGL and by the kernel's own set-up only: about 150 MB less to unpack.
leave_out='^(libllvm|libz3-4|libgl1-mesa-dri|iso-codes|udev|initramfs-tools|linux-image|linux-base|klibc|libklibc|kmod|dmsetup|systemd)'

# The mirror that this machine itself is set up to use for Debian's main archive.
debian_mirror() {
    # shellcheck disable=SC2016 # apt's own variables
    apt-get indextargets --format '$(ORIGIN) $(LABEL) $(CODENAME) $(SITE)' 'Created-By: Packages' |
        awk -v suite="$suite" '$1 == "Debian" && $2 == "Debian" && $3 == suite { print $4; exit }'
}

# Only main: the i386 index of the security suite did not verify when this was made.
configure_apt() {
    local mirror=${X86_MIRROR:-$(debian_mirror)}

    mkdir -p "$apt_root"/{lists/partial,archives/partial,empty/partial}
    echo "deb [arch=i386 signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]" \
        "${mirror:-http://deb.debian.org/debian} $suite main" >"$apt_root/sources.list"
    : >"$apt_root/status"
    cat >"$apt_root/apt.conf" <<CONF
Dir::State "$apt_root";
Dir::State::lists "$apt_root/lists";
Dir::State::status "$apt_root/status";
Dir::Cache "$apt_root";
Dir::Cache::archives "$apt_root/archives";
Dir::Etc::sourcelist "$apt_root/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
APT::Architecture "i386";
#clear APT::Architectures;
APT::Architectures { "i386"; };
APT::Install-Recommends "false";
APT::Sandbox::User "root";
Acquire::Languages "none";
Acquire::Retries "5";
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
#clear DPkg::Post-Invoke;
CONF
}

# An apt of our own, beside the host's: nothing of it is installed here, so it needs no root.
fetch_packages() {
    configure_apt
    if ! APT_CONFIG=$apt_root/apt.conf download_packages >"$cache/packages.log" 2>&1; then
        tail -n 15 "$cache/packages.log" >&2
        say "downloading the guest's packages failed, see $cache/packages.log"
        exit 1
    fi
    say "packages: $(wc -l <"$cache/wanted.txt"), $(du -sm "$apt_root/archives" | cut -f1) MB"
}

download_packages() {
    apt-get -q update && list_packages && (
        cd "$apt_root/archives" || exit
        # File names are NAME_VERSION_ARCHITECTURE.deb.
        # shellcheck disable=SC2046
        apt-get -q download $(cut -d_ -f1 "$cache/wanted.txt") "$(<"$cache/kernel.txt")"
    )
}

# An empty archive folder for the list: apt leaves out what it has downloaded before.
list_packages() {
    apt-get -y -q --print-uris -o Dir::Cache::archives="$apt_root/empty" install "${packages[@]}" |
        sed -n "s/^'//p" | awk '{print $2}' | grep -Ev "$leave_out" >"$cache/wanted.txt"
    apt-cache depends --no-recommends --no-suggests "$kernel_package" |
        awk '/Depends: linux-image-/{print $2; exit}' >"$cache/kernel.txt"
    [ -s "$cache/wanted.txt" ] && [ -s "$cache/kernel.txt" ]
}

# Packages are unpacked, not configured: their scripts are programs of the guest. What those would do and the
# lane needs follows in finish_root.
unpack_root() {
    local root=$cache/root.new folder deb

    rm -rf "$root" "$cache/root"
    mkdir -p "$root"/usr/{bin,sbin,lib}
    for folder in bin sbin lib; do
        ln -s "usr/$folder" "$root/$folder"
    done
    while read -r deb; do
        dpkg-deb --fsys-tarfile "$apt_root/archives/$deb" |
            tar -x --no-same-owner --keep-directory-symlink -C "$root" --exclude='./usr/share/doc/*' \
                --exclude='./usr/share/man/*' --exclude='./usr/share/locale/*' --exclude='./usr/share/lintian/*'
    done <"$cache/wanted.txt"
    finish_root "$root"
    # What the lane's Wine itself answers with, for hashes in reports: the emulated PC keeps the rest in its disk.
    cp "$root/usr/lib/i386-linux-gnu/wine/i386-windows/msident.dll" "$cache/builtin.dll"
    mv "$root" "$cache/root"
    say "root folder: $(du -sm "$cache/root" | cut -f1) MB"
}

finish_root() {
    local root=$1 app zlib=$1/usr/i686-w64-mingw32/lib/zlib1.dll

    mkdir -p "$root"/{proc,sys,dev,run,tmp,root,mnt,etc,opt/{prefix,template},var/tmp}
    chmod 1777 "$root/tmp" "$root/var/tmp"
    cp "$root/usr/share/base-passwd/passwd.master" "$root/etc/passwd"
    cp "$root/usr/share/base-passwd/group.master" "$root/etc/group"
    echo x86lane >"$root/etc/hostname"
    printf '127.0.0.1 localhost x86lane\n' >"$root/etc/hosts"
    printf '/dev/vda / ext4 defaults 0 0\n' >"$root/etc/fstab"
    echo 0123456789abcdef0123456789abcdef >"$root/etc/machine-id"
    ln -sf /proc/self/mounts "$root/etc/mtab"
    ln -sf dash "$root/usr/bin/sh"
    ln -sf mawk "$root/usr/bin/awk"
    [ -e "$root/usr/bin/wine" ] || ln -s ../lib/wine/wine "$root/usr/bin/wine"
    [ -e "$root/usr/bin/wineserver" ] || ln -s ../lib/wine/wineserver32 "$root/usr/bin/wineserver"
    for app in wineboot winecfg winedbg winefile winepath regsvr32 regedit msiexec wineconsole; do
        ln -sf "$app-stable" "$root/usr/bin/$app"
    done
    # libwine's script marks zlib1.dll as a builtin of Wine; without that user32 and every program ends in c0000135.
    {
        head -c 64 "$zlib"
        printf 'Wine builtin DLL'
        head -c 16 /dev/zero
        tail -c +97 "$zlib"
    } >"$root/usr/lib/i386-linux-gnu/wine/i386-windows/zlib1.dll"
    if [ "$(id -u)" = 0 ]; then
        ldconfig -r "$root"
    else
        unshare -r ldconfig -r "$root"
    fi
}

make_initrd() {
    local kernel=$cache/kernel initrd=$cache/initrd.new modules version module file

    [ -d "$cache/root" ] || unpack_root
    rm -rf "$kernel" "$initrd"
    mkdir -p "$kernel" "$initrd"/{bin,proc,sys,dev,mnt,lib}
    dpkg-deb --fsys-tarfile "$apt_root/archives/$(<"$cache/kernel.txt")"_*.deb | tar -x --no-same-owner -C "$kernel"
    cp "$kernel"/boot/vmlinuz-* "$cache/vmlinuz"
    modules=$(echo "$kernel"/lib/modules/*)
    version=${modules##*/}
    depmod -b "$kernel" "$version"
    cp "$cache/root/usr/bin/busybox" "$initrd/bin/busybox"
    # modprobe prints the order without loading anything. ext4 needs crc32c_generic without saying so.
    for module in virtio_pci virtio_blk virtio_console virtio_rng ext4 9p 9pnet_virtio crypto_simd crc32c_generic; do
        modprobe -d "$kernel" -S "$version" --show-depends "$module" 2>/dev/null | awk '/^insmod/{print $2}'
    done | awk '!seen[$0]++' | while read -r file; do
        cp "$file" "$initrd/lib/"
        echo "${file##*/}" >>"$initrd/lib/order"
    done
    install -m 755 "$here/guest-boot.sh" "$initrd/init"
    (cd "$initrd" && find . | cpio -o -H newc --quiet | gzip -1) >"$cache/initrd.gz"
    rm -rf "$initrd"
    say "kernel: $version"
}

make_disk() {
    local root=$cache/root

    [ -d "$root" ] || unpack_root
    install -m 755 "$here/guest-init.sh" "$root/usr/sbin/x86-init"
    i686-w64-mingw32-gcc -O1 -s -mwindows -o "$root/opt/holder.exe" "$here/holder.c"
    rm -f "$cache/disk.raw" "$cache/disk.qcow2"
    truncate -s "${disk_mb}M" "$cache/disk.raw"
    mkfs.ext4 -q -F -O ^has_journal -E lazy_itable_init=0,root_owner=0:0 -m 0 -d "$root" "$cache/disk.raw"
    qemu-img convert -O qcow2 "$cache/disk.raw" "$cache/disk.new"
    rm -f "$cache/disk.raw"
    mv "$cache/disk.new" "$cache/disk.qcow2"
    say "disk: $(du -m "$cache/disk.qcow2" | cut -f1) MB"
}
