// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

/// @notice What the kernel asks of a face: to carry a name, and to announce movements by its standard's events.
interface IFace {
    function initialize(bytes32 name, bytes32 symbol) external;
}

interface IMoneyFace is IFace {
    function announceTransfer(address from, address to, uint256 amount) external;
}

interface IEquityFace is IFace {
    function announceTransfer(address from, address to, uint256 id) external;
    /// @notice A part was split off: minted to its holder, and transferred if it goes to another, so that any reader follows it.
    function announceSplit(address from, address to, uint256 id) external;
}
