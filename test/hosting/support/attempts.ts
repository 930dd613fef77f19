/**
 * Shell lines by which somebody tries to leave where they are: each must fail, as root of a sandbox and as the user of a
 * jail or a container alike.
 */
export const ATTEMPTS = [
  'touch /usr/vethbook-was-here',
  'mount -o remount,rw / && touch /usr/vethbook-was-here',
  'mount --rbind / /mnt && touch /mnt/usr/vethbook-was-here',
  'unshare --user --map-root-user --mount sh -c "mount --rbind / /mnt && touch /mnt/usr/vethbook-was-here"',
  'mount -t cgroup2 none /mnt',
  'mount -t debugfs none /mnt',
  'mknod /tmp/disk b 8 0',
  'echo x > /proc/sys/kernel/core_pattern',
  'echo h > /proc/sysrq-trigger',
  'echo never > /sys/kernel/mm/transparent_hugepage/enabled',
  'dmesg --clear',
  'date --set 2020-01-01',
  'chroot /proc/1/root nsenter --target 1 --mount touch /usr/vethbook-was-here',
]

/** That lines run at all: this one must not fail. */
export const ALLOWED = 'echo allowed > /tmp/vethbook-allowed'
