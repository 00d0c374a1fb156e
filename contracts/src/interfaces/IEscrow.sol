// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

/// @notice An instance that holds what is others': it gives back when an order of the regulator asks for it.
interface IEscrow {
    /// @notice Give back to `door` all that this instance holds for it. Called by the kernel alone.
    function surrender(address door) external;
}
