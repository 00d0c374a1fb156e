// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {Class} from "../libraries/Types.sol";

/// @notice The rules of money: a module that can refuse an entry and do nothing else.
interface IMoneyRules {
    /// @notice Reverts unless `amount` sen of `token` may be minted to `to`.
    function checkMint(address token, address to, uint256 amount) external view;

    /// @notice Reverts unless `amount` sen of `token` may go from one door to another. Both, and the token's trustee, are active.
    function checkMove(address token, address from, address to, uint256 amount) external view;

    /// @notice Reverts unless `amount` sen of `token` may go from a door into `instance`. The door and the trustee are active.
    function checkEntry(address token, address from, address instance, uint256 amount) external view;
}

/// @notice The rules of equity: a module that can refuse an entry and do nothing else.
interface IEquityRules {
    /// @notice Reverts unless `units` of `face` may be minted into the instance `to`.
    function checkMint(address face, address to, uint256 units) external view;

    /// @notice Reverts unless `units` of certificate `id` may go from one door to another, both active.
    function checkMove(address face, uint256 id, address from, address to, uint256 units, uint64 lockedUntil) external view;

    /// @notice Reverts unless `units` of certificate `id` may be encumbered to `instance`.
    function checkEncumber(address face, uint256 id, address instance, uint256 units, uint64 lockedUntil) external view;

    /// @notice Reverts unless the instance that `units` are encumbered to may deliver them from one door to another, both active.
    function checkDelivery(address face, uint256 id, address from, address to, uint256 units, uint64 lockedUntil)
        external
        view;
}

/// @notice The rules of who counts as what: a module that can refuse an entry and do nothing else.
interface IPersonRules {
    /// @notice Reverts unless an investor may be certified as of `class` until `validUntil` (zero: for ever), from now on.
    function checkCertified(Class class, uint64 validUntil) external view;
}

/// @notice An instance into which money may be minted: a payment that an issuer has declared to its holders.
interface IAwaits {
    /// @notice How many sen of `token` it waits for; zero for none.
    function moneyAwaited(address token) external view returns (uint256);
}
