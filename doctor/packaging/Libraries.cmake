# SPDX-License-Identifier: GPL-2.0-or-later
# The libraries that the program stands on. doctor/start knows what each distribution calls them.

find_package(PkgConfig REQUIRED)

function(igd_library name module version why)
	pkg_check_modules(${name} QUIET IMPORTED_TARGET "${module}>=${version}")
	if(NOT ${name}_FOUND)
		message(FATAL_ERROR
			"${module} ${version} or newer is needed: ${why}.\n"
			"./doctor/start installs what is missing; with Debian: apt-get install "
			"libpci-dev libkmod-dev libarchive-dev libcjson-dev libpcre2-dev liblzma-dev libseccomp-dev libxml2-dev "
			"libvirt-dev nettle-dev libcurl4-openssl-dev libssl-dev")
	endif()
endfunction()

igd_library(PCI libpci 3.7 "it enumerates PCI functions")
igd_library(KMOD libkmod 29 "it says what modprobe would do")
igd_library(ARCHIVE libarchive 3.4 "it reads initramfs images and bundles")
igd_library(CJSON libcjson 1.7.12 "it writes JSON")
igd_library(PCRE2 libpcre2-8 10.32 "it names symptoms in logs")
igd_library(XML libxml-2.0 2.9.10 "it reads libvirt domains")
igd_library(LZMA liblzma 5.2 "it unpacks boards' firmware")
igd_library(NETTLE nettle 3.7 "it tells whether a file is still what it was")
igd_library(SECCOMP libseccomp 2.5 "it keeps plugins from writing")
# Their headers alone: the libraries themselves are looked for when the program runs, and need not be there.
igd_library(LIBVIRT libvirt 6.0 "it tells which VMs there are")
igd_library(CURL libcurl 7.71 "it asks a Sunshine")
igd_library(CRYPTO libcrypto 3.0 "it makes the certificate that a Sunshine asks for")
