# SPDX-License-Identifier: GPL-2.0-or-later
# What is installed besides the plugins: the program, its library, the SDK, the manual and the example.
#
# The SDK is the headers a check may include, laid out so that `#include "core/plugin.h"` is written alike
# in this tree and out of it, a pkg-config file and a CMake package.

include(CMakePackageConfigHelpers)

set(IGD_INCLUDE_DIR ${CMAKE_INSTALL_INCLUDEDIR}/igd-doctor)
set(IGD_CMAKE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/igd-doctor)
set(IGD_SDK_CORE attr check fix host plugin util)
set(IGD_EXAMPLE_HOST ${PROJECT_SOURCE_DIR}/tests/hosts/artix-12700k-openrc-grub.tree)

file(STRINGS ${PROJECT_SOURCE_DIR}/doctor/core/plugin.h IGD_PLUGIN_ABI
	REGEX "^#define IGD_PLUGIN_ABI [0-9]+u$")
string(REGEX REPLACE "^.* ([0-9]+)u$" "\\1" IGD_PLUGIN_ABI "${IGD_PLUGIN_ABI}")
if(NOT IGD_PLUGIN_ABI MATCHES "^[0-9]+$")
	message(FATAL_ERROR "doctor/core/plugin.h does not define IGD_PLUGIN_ABI as a number")
endif()

install(TARGETS igd-doctor EXPORT igd-doctor-targets
	LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
	INCLUDES DESTINATION ${IGD_INCLUDE_DIR})

foreach(header ${IGD_SDK_CORE})
	install(FILES ${PROJECT_SOURCE_DIR}/doctor/core/${header}.h DESTINATION ${IGD_INCLUDE_DIR}/core)
endforeach()
install(DIRECTORY ${PROJECT_SOURCE_DIR}/doctor/facts DESTINATION ${IGD_INCLUDE_DIR}
	FILES_MATCHING PATTERN "*.h" PATTERN "*_private.h" EXCLUDE)

install(EXPORT igd-doctor-targets NAMESPACE igd-doctor:: DESTINATION ${IGD_CMAKE_DIR})
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/igd-doctorConfig.cmake.in
	${PROJECT_BINARY_DIR}/sdk/igd-doctorConfig.cmake
	INSTALL_DESTINATION ${IGD_CMAKE_DIR} PATH_VARS IGD_PLUGIN_DIR)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/sdk/igd-doctorConfigVersion.cmake
	COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/sdk/igd-doctorConfig.cmake
	${PROJECT_BINARY_DIR}/sdk/igd-doctorConfigVersion.cmake DESTINATION ${IGD_CMAKE_DIR})

# The .pc file finds its prefix from where it lies itself, so that the installed tree can be moved.
set(IGD_PC_PREFIX ${CMAKE_INSTALL_PREFIX})
if(NOT IS_ABSOLUTE ${CMAKE_INSTALL_LIBDIR})
	file(RELATIVE_PATH up /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
	string(REGEX REPLACE "/$" "" IGD_PC_PREFIX "\${pcfiledir}/${up}")
endif()
foreach(kind INCLUDE LIB)
	cmake_path(ABSOLUTE_PATH CMAKE_INSTALL_${kind}DIR BASE_DIRECTORY "\${prefix}"
		OUTPUT_VARIABLE IGD_PC_${kind}DIR)
endforeach()
configure_file(${CMAKE_CURRENT_LIST_DIR}/igd-doctor.pc.in ${PROJECT_BINARY_DIR}/sdk/igd-doctor.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/sdk/igd-doctor.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

install(FILES ${PROJECT_SOURCE_DIR}/doctor/man/igd-doctor.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${PROJECT_SOURCE_DIR}/doctor/completions/igd-doctor.bash RENAME igd-doctor
	DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES ${PROJECT_SOURCE_DIR}/doctor/completions/_igd-doctor
	DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
install(FILES ${PROJECT_SOURCE_DIR}/doctor/completions/igd-doctor.fish
	DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
install(FILES ${PROJECT_SOURCE_DIR}/README.md ${PROJECT_SOURCE_DIR}/LICENSE
	DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES ${IGD_EXAMPLE_HOST} DESTINATION ${CMAKE_INSTALL_DATADIR}/igd-doctor/examples)
