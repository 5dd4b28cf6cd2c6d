# SPDX-License-Identifier: GPL-2.0-or-later
# The ROM's driver as a C table; without an image, a table of nothing and the reason.
#
# cmake -DIMAGE=igdrom.efi -DABSENT=reason -DRESULT=embedded.c -P Embed.cmake

set(bytes "")
set(size 0)
set(absent NULL)
if(IMAGE)
	file(SIZE ${IMAGE} size)
	file(READ ${IMAGE} bytes HEX)
	string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
endif()
if(ABSENT)
	set(absent "\"${ABSENT}\"")
endif()
file(WRITE ${RESULT} "// Made by fixes/oprom/Embed.cmake.\n#include \"fixes/oprom/pack.h\"\n\n"
	"static const uint8_t bytes[] = { ${bytes} 0 };\n\n"
	"const struct igd_oprom_embedded igd_oprom_embedded = { bytes, ${size}, ${absent} };\n")
