# SPDX-License-Identifier: GPL-2.0-or-later
# The drivers in the option ROM, and their bytes as a C table: embedded.c. Needs no compiler of CMake's.

include(${CMAKE_CURRENT_LIST_DIR}/Tools.cmake)

set(oprom_generated ${CMAKE_CURRENT_BINARY_DIR}/generated)
set(models ${oprom_source}/doctor/facts/host/igpu_models.c)
add_custom_command(OUTPUT ${oprom_generated}/fixes/oprom/device_rows.h
	COMMAND ${CMAKE_COMMAND} -DMODELS=${models} -DRESULT=${oprom_generated}/fixes/oprom/device_rows.h
		-P ${oprom_source}/fixes/oprom/Devices.cmake
	DEPENDS ${models} ${oprom_source}/fixes/oprom/Devices.cmake
	COMMENT "the option ROM's table of devices" VERBATIM)
add_custom_target(oprom-rows DEPENDS ${oprom_generated}/fixes/oprom/device_rows.h)

set(shared ${oprom_source}/doctor/facts/firmware/gms_size.c)
set(driver "")
foreach(source igdrom devices fw_cfg memory origin port say gop_vbt)
	list(APPEND driver ${oprom_source}/fixes/oprom/${source}.c)
endforeach()
set(policy "")
foreach(source igdpolicy fw_cfg origin port say gop_vbt)
	list(APPEND policy ${oprom_source}/fixes/oprom/${source}.c)
endforeach()

# The drivers' bytes as C tables in the program.
set(embedded ${oprom_generated}/embedded.c)
set(images "")
if(NOT oprom_tools STREQUAL none)
	oprom_image(igdrom 11 igdrom ${driver} ${shared})
	oprom_image(igdpolicy 11 igdrom ${policy})
	set(images ${CMAKE_CURRENT_BINARY_DIR}/igdrom.efi ${CMAKE_CURRENT_BINARY_DIR}/igdpolicy.efi)
endif()
add_custom_command(OUTPUT ${embedded}
	COMMAND ${CMAKE_COMMAND} "-DIMAGES=${images}" -DABSENT=${IGD_OPROM_ABSENT} -DRESULT=${embedded}
		-P ${oprom_source}/fixes/oprom/Embed.cmake
	DEPENDS ${images} ${oprom_source}/fixes/oprom/Embed.cmake
	COMMENT "the option ROM as tables" VERBATIM)
