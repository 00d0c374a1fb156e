// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {Push, SignedAct} from "../libraries/Types.sol";

/// @notice Carries many signed acts, or many permissionless steps, in one transaction; none takes the others with it.
/// @dev It has no authority: a door asks its own signers, an instance its own state.
interface IRelay {
    /// @notice The act did not start and its nonce is not spent: bad signature, spent nonce, passed deadline, too little gas.
    event Skipped(address indexed door, uint256 indexed nonce, bytes reason);
    /// @notice From this item on nothing was tried: too little gas was left to give it its cap. What came before it stands.
    event Stopped(uint256 index);
    event Pushed(uint256 indexed index, address indexed target, bytes4 selector);
    event PushRefused(uint256 indexed index, address indexed target, bytes reason);

    /// @notice The reason of a `Skipped`: nothing of this market answers there.
    error RelayNotADoor(address account);
    /// @notice The reason of a `PushRefused`: neither an instance, nor a door, nor a module in force.
    error RelayNotAnInstance(address account);
    error RelayOnlySelf(address caller);
    /// @notice Not enough gas to give the first item its cap: nothing is carried.
    error RelayGasTooLow(uint256 got, uint256 wanted);

    function relay(SignedAct[] calldata acts) external;

    function push(Push[] calldata steps) external;
}
