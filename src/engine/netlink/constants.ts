/** Numbers of the kernel's user interface, named as there: <linux/netlink.h>, rtnetlink.h, if_link.h, if.h and others. */

// <linux/netlink.h>
export const NLMSG_ERROR = 2
export const NLMSG_DONE = 3
export const NLM_F_REQUEST = 0x1
export const NLM_F_ACK = 0x4
export const NLM_F_DUMP_INTR = 0x10
export const NLM_F_DUMP = 0x300
export const NLM_F_EXCL = 0x200
export const NLM_F_CREATE = 0x400
export const NLM_F_ACK_TLVS = 0x200 // of an answer
export const NLMSGERR_ATTR_MSG = 1
export const NLA_F_NESTED = 0x8000
export const NLA_TYPE_MASK = 0x3fff

// <linux/rtnetlink.h>
export const RTM_NEWLINK = 16
export const RTM_DELLINK = 17
export const RTM_GETLINK = 18
export const RTM_NEWADDR = 20
export const RTM_DELADDR = 21
export const RTM_GETADDR = 22
export const RTM_NEWROUTE = 24
export const RTM_DELROUTE = 25
export const RTM_GETROUTE = 26
export const RTM_NEWNEIGH = 28
export const RTM_GETNEIGH = 30
export const RTM_NEWRULE = 32
export const RTM_GETRULE = 34
export const RTM_NEWNSID = 88
export const RTM_DELNSID = 89
export const RTM_GETNSID = 90
export const RTM_F_CLONED = 0x200
export const RTEXT_FILTER_SKIP_STATS = 8
export const RTNLGRP_LINK = 1
export const RTNLGRP_NSID = 28

// <linux/socket.h>, <linux/if_arp.h>
export const AF_UNSPEC = 0
export const AF_INET = 2
export const AF_BRIDGE = 7
export const AF_INET6 = 10
export const ARPHRD_ETHER = 1
export const ARPHRD_LOOPBACK = 772

// <linux/if.h>
export const IFF_UP = 0x1
export const IFF_NOARP = 0x80
export const IFF_LOWER_UP = 0x10000

// <linux/if_link.h>
export const IFLA_ADDRESS = 1
export const IFLA_IFNAME = 3
export const IFLA_MTU = 4
export const IFLA_LINK = 5
export const IFLA_QDISC = 6
export const IFLA_MASTER = 10
export const IFLA_GROUP = 27
export const IFLA_OPERSTATE = 16
export const IFLA_LINKINFO = 18
export const IFLA_NET_NS_FD = 28
export const IFLA_EXT_MASK = 29
export const IFLA_LINK_NETNSID = 37
export const IFLA_NEW_NETNSID = 45
export const IFLA_NEW_IFINDEX = 49
export const IFLA_INFO_KIND = 1
export const IFLA_INFO_DATA = 2
export const IFLA_INFO_SLAVE_KIND = 4
export const IFLA_INFO_SLAVE_DATA = 5
export const IFLA_BR_AGEING_TIME = 4
export const IFLA_BR_STP_STATE = 5
export const IFLA_BR_VLAN_FILTERING = 7
export const IFLA_BRPORT_STATE = 1
export const IFLA_BRPORT_COST = 3
export const IFLA_BRPORT_GUARD = 5
export const IFLA_BRPORT_LEARNING = 8
export const IFLA_BRPORT_UNICAST_FLOOD = 9
export const IFLA_BRPORT_ISOLATED = 33

// <linux/if_addr.h>
export const IFA_ADDRESS = 1
export const IFA_LOCAL = 2
export const IFA_BROADCAST = 4
export const IFA_FLAGS = 8
export const IFA_F_SECONDARY = 0x1
export const IFA_F_PERMANENT = 0x80

// <linux/rtnetlink.h>
export const RTA_DST = 1
export const RTA_OIF = 4
export const RTA_GATEWAY = 5
export const RTA_PRIORITY = 6
export const RTA_PREFSRC = 7
export const RTA_MULTIPATH = 9
export const RTA_TABLE = 15
export const RTA_VIA = 18
export const RTA_NH_ID = 30

// <linux/fib_rules.h>
export const FRA_DST = 1
export const FRA_SRC = 2
export const FRA_IIFNAME = 3
export const FRA_GOTO = 4
export const FRA_PRIORITY = 6
export const FRA_FWMARK = 10
export const FRA_FLOW = 11
export const FRA_TUN_ID = 12
export const FRA_SUPPRESS_IFGROUP = 13
export const FRA_SUPPRESS_PREFIXLEN = 14
export const FRA_TABLE = 15
export const FRA_FWMASK = 16
export const FRA_OIFNAME = 17
export const FRA_L3MDEV = 19
export const FRA_UID_RANGE = 20
export const FRA_IP_PROTO = 22
export const FRA_SPORT_RANGE = 23
export const FRA_DPORT_RANGE = 24
export const FRA_DSCP = 25
export const FIB_RULE_INVERT = 0x2
export const FIB_RULE_UNRESOLVED = 0x4
export const FIB_RULE_IIF_DETACHED = 0x8
export const FIB_RULE_OIF_DETACHED = 0x10
export const FR_ACT_TO_TBL = 1
export const FR_ACT_GOTO = 2
export const FR_ACT_NOP = 3

// <linux/neighbour.h>
export const NDA_DST = 1
export const NDA_LLADDR = 2
export const NDA_VLAN = 5
export const NDA_MASTER = 9
export const NDA_FLAGS_EXT = 15
export const NTF_EXT_LEARNED = 0x10
export const NUD_REACHABLE = 0x2
export const NUD_STALE = 0x4
export const NUD_NOARP = 0x40
export const NUD_PERMANENT = 0x80

// <linux/net_namespace.h>
export const NETNSA_NSID = 1
export const NETNSA_FD = 3
export const NETNSA_NSID_NOT_ASSIGNED = -1

/** Bytes of the fixed headers: struct nlmsghdr, ifinfomsg, ifaddrmsg, rtmsg, fib_rule_hdr, ndmsg, rtgenmsg (padded). */
export const NLMSG_HDRLEN = 16
export const IFINFOMSG = 16
export const IFADDRMSG = 8
export const RTMSG = 12
export const FIB_RULE_HDR = 12
export const NDMSG = 12
export const RTGENMSG = 4

// What only requests need. <linux/veth.h>
export const VETH_INFO_PEER = 1
// <linux/if_link.h>
export const IFLA_MACVLAN_MODE = 1
export const IFLA_VLAN_ID = 1
export const IFLA_VXLAN_ID = 1
export const IFLA_VXLAN_GROUP = 2
export const IFLA_VXLAN_LINK = 3
export const IFLA_VXLAN_LOCAL = 4
export const IFLA_VXLAN_LEARNING = 7
export const IFLA_VXLAN_PORT = 15
export const IFLA_VXLAN_GROUP6 = 16
export const IFLA_VXLAN_LOCAL6 = 17
export const IFLA_VXLAN_COLLECT_METADATA = 25
// <linux/if_link.h>, <linux/if_tun.h>
export const IFLA_TUN_TYPE = 3
export const IFF_TAP = 2
// <linux/rtnetlink.h>
export const RT_TABLE_UNSPEC = 0
export const RT_TABLE_MAIN = 254
export const RTPROT_BOOT = 3
export const RT_SCOPE_UNIVERSE = 0
export const RT_SCOPE_LINK = 253
export const RT_SCOPE_HOST = 254
export const RT_SCOPE_NOWHERE = 255
export const RTN_UNSPEC = 0
export const RTNH_F_ONLINK = 4
