// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.30;

import {IEscrow} from "../interfaces/IEscrow.sol";
import {IMasterOffice} from "../interfaces/IMasterOffice.sol";
import {Account, Certificate, Kind, Order, Role} from "../libraries/Types.sol";
import {Classes} from "./Classes.sol";

/// @notice The kernel's other half: the rarer acts. Its code runs in {MarketMaster}'s own storage and under its address; by
/// itself it holds nothing and is nobody.
/// @dev Here: the regulator's orders, the one way by which an asset leaves a door without its act (promise 2). An order is
/// public, freezes at once what it names, and is carried out once, after the notice.
contract MarketOffice is Classes {
    /// @inheritdoc IMasterOffice
    function order(address face, address from, address to, uint256 value, address escrow, bytes32 reason)
        external
        only(Role.Regulator)
        returns (uint256 id)
    {
        _requireDoor(from);
        _requireDoor(to);
        require(escrow == address(0) || _templates[escrow] != address(0), MasterNotAnInstance(escrow));
        id = ++_lastOrder;
        if (_faces[face].kind == Kind.Money) {
            _requireAmount(value);
            _accounts[face][from].ordered += uint128(value);
        } else {
            _requireKind(face, Kind.Equity);
            Certificate storage c = _existing(face, value);
            require(c.owner == from, MasterNotTheOwner(value, c.owner, from));
            require(c.order == 0, MasterOrdered(face, from, value));
            c.order = uint64(id);
        }
        uint64 earliest = uint64(block.timestamp) + NOTICE;
        _orders[id] = Order(face, earliest, from, to, escrow, uint128(value));
        emit Ordered(id, face, from, to, value, escrow, earliest, reason);
    }

    /// @inheritdoc IMasterOffice
    function withdrawOrder(uint256 id, bytes32 reason) external only(Role.Regulator) {
        _takeOrder(id);
        emit OrderWithdrawn(id, reason);
    }

    /// @inheritdoc IMasterOffice
    /// @dev The escrow gives back under the lock of its own step, so that nothing else can run meanwhile.
    function executeOrder(uint256 id) external idle {
        require(block.timestamp >= _orders[id].earliest, MasterTooEarly(_orders[id].earliest, block.timestamp));
        Order memory o = _takeOrder(id);
        if (o.escrow != address(0)) {
            (_stepping, _surrendered) = (o.escrow, o.from);
            IEscrow(o.escrow).surrender(o.from);
            (_stepping, _surrendered) = (address(0), address(0));
        }
        uint256 moved = _faces[o.face].kind == Kind.Money ? _seizeMoney(o) : _seizeCertificate(o);
        emit OrderExecuted(id, o.face, o.from, o.to, moved);
    }

    /// @dev The order is gone from the book, and what it froze is free.
    function _takeOrder(uint256 id) private returns (Order memory o) {
        o = _orders[id];
        require(o.from != address(0), MasterNoSuchOrder(id));
        delete _orders[id];
        if (_faces[o.face].kind == Kind.Money) _accounts[o.face][o.from].ordered -= o.value;
        else delete _certificates[o.face][o.value].order;
    }

    /// @dev As much as is there, up to what was ordered; what another order freezes stays.
    function _seizeMoney(Order memory o) private returns (uint256 amount) {
        Account memory a = _accounts[o.face][o.from];
        uint256 there = a.balance > a.ordered ? a.balance - a.ordered : 0;
        amount = there < o.value ? there : o.value;
        if (amount != 0) _moveMoney(o.face, o.from, o.to, amount);
    }

    function _seizeCertificate(Order memory o) private returns (uint256) {
        Certificate storage c = _existing(o.face, o.value);
        if (c.heldBy != address(0)) _release(o.face, o.value, c);
        uint64 units = c.units;
        _moveUnits(o.face, o.value, units, o.to, uint64(block.timestamp), c.lockedUntil);
        return units;
    }

    // -- readings

    function orderOf(uint256 id) external view returns (Order memory) {
        return _orders[id];
    }

    function orderedOf(address token, address holder) external view returns (uint256) {
        return _accounts[token][holder].ordered;
    }
}
