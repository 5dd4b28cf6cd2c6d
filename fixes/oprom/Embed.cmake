# SPDX-License-Identifier: GPL-2.0-or-later
# The ROM's drivers as C tables; without images, tables of nothing and the reason.
#
# cmake "-DIMAGES=igdrom.efi;igdpolicy.efi" -DABSENT=reason -DRESULT=embedded.c -P Embed.cmake

set(absent NULL)
if(ABSENT)
	set(absent "\"${ABSENT}\"")
endif()
set(text "// Made by fixes/oprom/Embed.cmake.\n#include \"fixes/oprom/pack.h\"\n")

# embed(NAME IMAGE)
function(embed name image)
	set(bytes "")
	set(size 0)
	if(image)
		file(SIZE ${image} size)
		file(READ ${image} bytes HEX)
		string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
	endif()
	string(APPEND text "\nstatic const uint8_t ${name}[] = { ${bytes} 0 };\n\n"
		"const struct igd_oprom_embedded igd_oprom_embedded_${name} = { ${name}, ${size}, ${absent} };\n")
	set(text "${text}" PARENT_SCOPE)
endfunction()

set(driver "")
set(policy "")
if(IMAGES)
	list(GET IMAGES 0 driver)
	list(GET IMAGES 1 policy)
endif()
embed(driver "${driver}")
embed(policy "${policy}")
file(WRITE ${RESULT} "${text}")
